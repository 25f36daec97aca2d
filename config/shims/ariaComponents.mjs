/* Tells Taro’s runtime of the attributes that ariaPlugin.ts writes into the templates: both number properties by the same
   list. An ES module by name: what package.json calls CommonJS would pull in all of @tarojs/shared. */
import { mergeInternalComponents } from '@tarojs/shared'
import ariaComponents from '../ariaComponents.json'

mergeInternalComponents(ariaComponents)
