export default defineAppConfig({
  pages: ['pages/connections/index', 'pages/settings/index', 'pages/editor/index', 'pages/messages/index'],
  window: { navigationStyle: 'custom', backgroundTextStyle: 'light' },
  tabBar: {
    custom: true,
    color: '#606776',
    selectedColor: '#3454D1',
    backgroundColor: '#FFFFFF',
    list: [
      { pagePath: 'pages/connections/index', text: '连接' },
      { pagePath: 'pages/settings/index', text: '设置' },
    ],
  },
  darkmode: true,
})
