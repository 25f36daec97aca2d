import { addWords } from '../t'
import { en } from './en'
import { zhCN } from './zh-CN'

addWords({ 'zh-CN': zhCN, en })
