import Taro from '@tarojs/taro'
import { AppError } from '@/core/errors'

/** @throws AppError `clipboardFailed`: refused by the person, the privacy guide or the browser */
export async function copyText(text: string): Promise<void> {
  try {
    await Taro.setClipboardData({ data: text })
  } catch (cause) {
    throw new AppError('clipboardFailed', { cause, isRetriable: true })
  }
}

/** @throws AppError `clipboardFailed`; H5 outside a secure context cannot read it at all */
export async function pasteText(): Promise<string> {
  try {
    return (await Taro.getClipboardData()).data
  } catch (cause) {
    throw new AppError('clipboardFailed', { cause, isRetriable: true })
  }
}

/** A short tick in the hand; phones without one stay still. */
export function vibrateLight(): void {
  Taro.vibrateShort({ type: 'light' }).catch(() => undefined)
}
