import type { zhCN } from './zh-CN'

export const en: Record<keyof typeof zhCN, string> = {
  'update.ready': 'A new version is ready',
  'update.reload': 'Reload',
  'keys.title': 'Keyboard shortcuts',
  'keys.everywhere': 'Everywhere',
  'keys.messages': 'Messages',
  'keys.search': 'Search',
  'keys.compose': 'Write a message',
  'keys.publish': 'Publish',
  'keys.rows': 'Next row, previous row',
  'keys.open': 'Open the selected row',
  'keys.back': 'Go back, or close the sheet',
  'keys.previous': 'Previous, next connection',
  'keys.tabs': 'Connections, saved, settings',
  'keys.help': 'This list',
}
