import type { zhCN } from './zh-CN'

export const en: Record<keyof typeof zhCN, string> = {
  'about.name': 'Homing',
  'about.tagline': 'MQTT that finds its way back.',
  'about.version': 'Version',
  'about.version.note': 'Tap to copy it for a report',
  'about.licence': 'Licence',
  'about.licences': 'Third-party licences',
  'about.licences.count': '{n} package|{n} packages',
  'about.licences.note': 'Open-source software in Homing, each under its own licence.',
  'about.privacy': 'Privacy',
  'about.privacy.data': 'Homing connects to the brokers you enter, and collects and uploads nothing.',
  'about.privacy.data.text': 'No statistics, no advertising, no third-party services.',
  'about.privacy.device': 'Connections, messages, saved messages and settings stay on this device.',
  'about.privacy.device.weapp': 'They go when the mini-program is deleted. Passwords are encrypted.',
  'about.privacy.device.h5':
    'They go when the data of this site is cleared. Passwords are not stored unless you choose so.',
  'about.privacy.tap': 'Clipboard, camera and files are used only when you tap for them.',
  'about.privacy.share': 'Shares, exports and reports never hold a password.',
}
