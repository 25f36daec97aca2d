// every component of the kit in every state, for whoever works on it
// eslint-disable-next-line no-restricted-globals -- read while building, when there is a process
const isDeveloping = process.env.NODE_ENV === 'development'

// eslint-disable-next-line no-restricted-globals -- likewise
const isH5 = process.env.TARO_ENV === 'h5'

export default defineAppConfig({
  pages: [
    'pages/connections/index',
    'pages/saved/index',
    'pages/settings/index',
    'pages/editor/index',
    'pages/messages/index',
  ],
  // loaded when first opened: what decodes, draws charts and searches stays out of the main package (ADR 0021)
  subPackages: [
    { root: 'subpackages/codecs', pages: ['message/index'] },
    { root: 'subpackages/topics', pages: ['tree/index'] },
    { root: 'subpackages/charts', pages: ['chart/index'] },
    { root: 'subpackages/doctor', pages: ['doctor/index'] },
    { root: 'subpackages/search', pages: ['messages/index'] },
    { root: 'subpackages/saved', pages: ['edit/index'] },
    { root: 'subpackages/transfer', pages: ['export/index', 'log/index'] },
    { root: 'subpackages/log', pages: ['events/index'] },
    { root: 'subpackages/about', pages: ['app/index', 'licences/index'] },
    { root: 'subpackages/share', pages: ['share/index', 'import/index', 'backup/index'] },
    ...(isDeveloping ? [{ root: 'subpackages/gallery', pages: ['index/index'] }] : []),
  ],
  // fetched while the list is read, so that a tap need not wait for it
  preloadRule: { 'pages/messages/index': { network: 'all', packages: ['subpackages/codecs'] } },
  window: {
    navigationStyle: 'custom',
    navigationBarTitleText: '归信 Homing',
    navigationBarBackgroundColor: '@navBackground',
    navigationBarTextStyle: '@navText',
    backgroundColor: '@ground',
    backgroundTextStyle: '@pull',
    // who was here half an hour ago and comes without a link finds the page they left: ui/Page says for how long
    restartStrategy: 'homePageAndLatestPage',
  },
  // the bar itself is ui/TabBar; WeChat checks these entries all the same
  tabBar: {
    custom: true,
    color: '@tabText',
    selectedColor: '@tabSelected',
    backgroundColor: '@tabGround',
    // a variable of theme.json, which the type does not know
    borderStyle: '@tabBorder' as 'black',
    list: [
      { pagePath: 'pages/connections/index', text: '连接' },
      { pagePath: 'pages/saved/index', text: '收藏' },
      { pagePath: 'pages/settings/index', text: '设置' },
    ],
  },
  // what is used of the clipboard, the camera and files is asked about at its tap; of `requiredPrivateInfos`, places, nothing is
  __usePrivacyCheck__: true,
  // how a page comes once it is drawn, ms; in WeChat that is WeChat's
  ...(isH5 && { animation: { duration: 200, delay: 16 } }),
  darkmode: true,
  themeLocation: 'theme.json',
})
