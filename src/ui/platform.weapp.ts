import Taro from '@tarojs/taro'
import type { Platform } from './platformTypes'

/** Between the capsule and what stands left of it */
const capsuleGap = 8
/** @see https://developers.weixin.qq.com/miniprogram/design/elderly.html */
const standardFontSize = { ios: 17, other: 16 }

type Rect = Pick<Taro.NodesRef.BoundingClientRectCallbackResult, 'top' | 'height'>

export const platform: Platform = {
  isWeapp: true,
  topMetrics() {
    const { statusBarHeight = 20, windowWidth } = Taro.getWindowInfo()
    const capsule = Taro.getMenuButtonBoundingClientRect()
    // before the first layout some versions answer with zeros
    if (!capsule || capsule.width === 0) return { statusBarHeight, navHeight: 44, capsuleReserve: 102 }
    return {
      statusBarHeight,
      navHeight: Math.max(44, capsule.height + 2 * (capsule.top - statusBarHeight)),
      capsuleReserve: windowWidth - capsule.left + capsuleGap,
    }
  },
  textScale() {
    // in getAppBaseInfo since 2.23.4, and missing from Taro's types
    const info: object & { fontSizeSetting?: number; fontSizeScaleFactor?: number } = Taro.getAppBaseInfo()
    const standard = standardFontSize[Taro.getDeviceInfo().platform === 'ios' ? 'ios' : 'other']
    return info.fontSizeScaleFactor ?? (info.fontSizeSetting ?? standard) / standard
  },
  // portrait, and as wide as the phone
  onResize: () => () => {},
  systemLanguage: () => Taro.getAppBaseInfo().language ?? '',
  onLanguageChange(listener) {
    Taro.onAppShow(listener)
    return () => Taro.offAppShow(listener)
  },
  systemTheme: () => (Taro.getAppBaseInfo().theme === 'dark' ? 'dark' : 'light'),
  onThemeChange(listener) {
    Taro.onThemeChange(listener)
    return () => Taro.offThemeChange(listener)
  },
  colourChrome(theme) {
    const isDark = theme === 'dark'
    const change = Taro.setNavigationBarColor({
      frontColor: isDark ? '#ffffff' : '#000000',
      backgroundColor: isDark ? '#0D0F13' : '#F3F4F7',
    })
    // a page that is leaving cannot be coloured, and need not be
    change.catch(() => {})
  },
  announceLanguage() {},
  // its navigation bar is ours: nothing shows a title
  announceTitle() {},
  holdFocus: () => () => {},
  guardLeaving(message) {
    const ignore = () => {}
    Taro.enableAlertBeforeUnload({ message, fail: ignore })
    return () => Taro.disableAlertBeforeUnload({ fail: ignore })
  },
  holdBack: () => () => undefined,
  letBack() {},
  onScrollByHand: () => () => undefined,
  measureBelow(listId, endId, onMeasured) {
    const query = Taro.createSelectorQuery()
    query.select(`#${listId}`).boundingClientRect()
    query.select(`#${endId}`).boundingClientRect()
    query.exec(([list, end]: (Rect | null)[]) => {
      if (list && end && list.height > 0) onMeasured(end.top - list.top - list.height)
    })
  },
  onKeyboard: () => () => undefined,
  announce() {},
  onFieldKey: () => () => undefined,
  tapByKeyboard() {},
  nameAddress() {},
  layGround() {},
  followRouter() {},
  liftLongPress: () => {},
}
