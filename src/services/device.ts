import Taro from '@tarojs/taro'
import { clipboard } from './clipboard/clipboard'
import { refusalOf } from './privacy'

/** @throws AppError `clipboardFailed`: by the browser or the system; `privacyRefused`, `privacyUndeclared` */
export async function copyText(text: string): Promise<void> {
  try {
    await clipboard.write(text)
  } catch (cause) {
    throw refusalOf(cause, 'clipboardFailed')
  }
}

/** @throws AppError as {@link copyText}; H5 outside a secure context cannot read it at all */
export async function pasteText(): Promise<string> {
  try {
    return await clipboard.read()
  } catch (cause) {
    throw refusalOf(cause, 'clipboardFailed')
  }
}

/** A short tick in the hand; phones without one stay still. The strength is WeChat's (2.13.0): browsers know one. */
export function vibrate(type: 'light' | 'medium'): void {
  Taro.vibrateShort({ type }).catch(() => undefined)
}

/**
 * Scans a code with the camera or from the album; to be called in a tap. WeChat only: browsers have no such thing.
 * @returns its text; undefined when the person changed their mind
 * @throws AppError `scanFailed`, `privacyRefused`, `privacyUndeclared`
 */
export async function scanQrCode(): Promise<string | undefined> {
  try {
    return (await Taro.scanCode({ scanType: ['qrCode'] })).result
  } catch (cause) {
    if (/cancel/i.test(String((cause as { errMsg?: unknown } | undefined)?.errMsg))) return undefined
    throw refusalOf(cause, 'scanFailed')
  }
}

/** The app around ours and the system, as they call themselves: `WeChat 8.0.54 · iOS 18.5`. */
export function describePlatform(): string {
  const { system = '', model = '' } = Taro.getDeviceInfo()
  const isWeapp = Taro.getEnv() === Taro.ENV_TYPE.WEAPP
  const around = isWeapp ? `WeChat ${Taro.getAppBaseInfo().version ?? ''}` : 'H5'
  return [around, system, model].filter((word) => word !== '' && word !== 'unknown').join(' · ')
}
