import path from 'node:path'
import type { IPluginContext, TaroPlatformBase } from '@tarojs/service'
import ariaComponents from './ariaComponents.json'

const runtime = path.resolve(__dirname, 'shims/ariaComponents.mjs').replace(/\\/g, '/')

/**
 * Lets `aria-*` through to the mini-program: Taro's templates know no accessibility attribute, and what a template does
 * not name never reaches WeChat.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html
 */
export default function ariaPlugin(ctx: IPluginContext) {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform: TaroPlatformBase) {
      if (platform.platform !== 'weapp') return
      platform.template.mergeComponents(ctx, ariaComponents)
      platform.runtimePath = [...[platform.runtimePath].flat(), runtime]
    },
  })
}
