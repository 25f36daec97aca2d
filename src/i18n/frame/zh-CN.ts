/** What is said around the pages on H5: it comes after the first screen. */
export const zhCN = {
  'update.ready': '新版本已就绪',
  'update.reload': '重新加载',
  'keys.title': '键盘快捷键',
  'keys.everywhere': '到处可用',
  'keys.messages': '消息',
  'keys.search': '搜索',
  'keys.compose': '写一条消息',
  'keys.publish': '发布',
  'keys.rows': '下一行、上一行',
  'keys.open': '打开选中的一行',
  'keys.back': '返回，或关闭面板',
  'keys.previous': '上一个、下一个连接',
  'keys.tabs': '连接、收藏、设置',
  'keys.help': '这张表',
} as const
