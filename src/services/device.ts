import Taro from '@tarojs/taro'
import { AppError } from '@/core/errors'
import { clipboard } from './clipboard/clipboard'

/** @throws AppError `clipboardFailed`: refused by the person, the privacy guide or the browser */
export async function copyText(text: string): Promise<void> {
  try {
    await clipboard.write(text)
  } catch (cause) {
    throw new AppError('clipboardFailed', { cause, isRetriable: true })
  }
}

/** @throws AppError `clipboardFailed`; H5 outside a secure context cannot read it at all */
export async function pasteText(): Promise<string> {
  try {
    return await clipboard.read()
  } catch (cause) {
    throw new AppError('clipboardFailed', { cause, isRetriable: true })
  }
}

/** A short tick in the hand; phones without one stay still. */
export function vibrateLight(): void {
  Taro.vibrateShort({ type: 'light' }).catch(() => undefined)
}

/**
 * Scans a code with the camera or from the album; to be called in a tap. WeChat only: browsers have no such thing.
 * @returns its text; undefined when the person changed their mind
 * @throws AppError `scanFailed`
 */
export async function scanQrCode(): Promise<string | undefined> {
  try {
    return (await Taro.scanCode({ scanType: ['qrCode'] })).result
  } catch (cause) {
    if (/cancel/i.test(String((cause as { errMsg?: unknown } | undefined)?.errMsg))) return undefined
    throw new AppError('scanFailed', { cause, isRetriable: true })
  }
}

/** The app around ours and the system, as they call themselves: `WeChat 8.0.54 · iOS 18.5`. */
export function describePlatform(): string {
  const { system = '', model = '' } = Taro.getDeviceInfo()
  const isWeapp = Taro.getEnv() === Taro.ENV_TYPE.WEAPP
  const around = isWeapp ? `WeChat ${Taro.getAppBaseInfo().version ?? ''}` : 'H5'
  return [around, system, model].filter((word) => word !== '' && word !== 'unknown').join(' · ')
}
