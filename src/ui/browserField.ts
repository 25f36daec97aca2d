import { platform } from './platform'

/**
 * Attributes of the browser's own field in a Taro `Input` or `Textarea`. WeChat has no use for them, and would be sent them
 * anew at each drawing.
 * @see https://docs.taro.zone/docs/h5#nativeprops
 */
export function browserField(nativeProps: Record<string, unknown>): { nativeProps?: Record<string, unknown> } {
  return platform.isWeapp ? {} : { nativeProps }
}
