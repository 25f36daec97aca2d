import { pages, row } from '../../support/app/screens/lists/common'
import { wordsOf } from '../../support/app/screens/people'
import type { World } from '../../support/app/screens'
import type { NodeTarget } from '../../support/weapp-host/types'

/** From one page to what a tap on it is for. */
export interface Way {
  name: string
  /** the page to stand on, and words that are there when it is drawn */
  from: string
  ready: string
  /** what is tapped, one after the other; the last one is timed */
  taps: NodeTarget[]
  /** words of the content, in one text and nowhere before the tap */
  content: string
  /** what opens is a sheet of the same page */
  isSheet?: boolean
}

/** Every page that a tap opens, and the sheets most of them are reached by. */
export function waysOf({ t, language }: World): Way[] {
  const w = wordsOf(language)
  const connections = { from: pages.connections, ready: w.greenhouse }
  const messages = { from: pages.messages(), ready: t('publish.to') }
  const settings = { from: pages.settings, ready: t('storage.clean') }
  const add = { label: t('connections.add') }
  const menu = { label: t('messages.more') }
  const fromAdd = (name: string, title: string, content: string): Way => ({
    name,
    ...connections,
    taps: [add, row(title)],
    content,
  })
  const fromMenu = (name: string, title: string, content: string): Way => ({
    name,
    ...messages,
    taps: [menu, row(title)],
    content,
  })
  const openGreenhouse = { text: w.greenhouse, className: 'conn-name' }
  return [
    { name: 'connections: add', ...connections, taps: [add], content: t('add.new.note'), isSheet: true },
    { name: 'messages', ...connections, taps: [openGreenhouse], content: t('publish.to') },
    fromAdd('editor', t('add.new'), t('editor.save')),
    fromAdd('import a link', t('profileImport.menu'), t('profileImport.about')),
    fromAdd('import a log', t('import.title'), t('import.about')),
    { name: 'saved', ...connections, taps: [t('tab.saved')], content: w.fan },
    { name: 'settings', ...connections, taps: [t('tab.settings')], content: t('storage.clean') },
    { name: 'about', ...settings, taps: [row(t('settings.about'))], content: t('about.tagline') },
    { name: 'messages: menu', ...messages, taps: [menu], content: t('topics.title'), isSheet: true },
    { name: 'message', ...messages, taps: [{ className: 'msg-first', includes: 'E-204' }], content: t('detail.chart') },
    { ...fromMenu('messages: subscriptions', t('subs.title'), t('subs.add')), isSheet: true },
    fromMenu('topics', t('topics.title'), t('topics.seen')),
    fromMenu('chart', t('chart.title'), t('chart.none')),
    fromMenu('search', t('search.title'), t('search.hints')),
    fromMenu('export', t('export.title'), t('export.privacy')),
    fromMenu('share', t('share.title'), t('share.secret')),
    fromMenu('event log', t('eventLog.title'), t('eventLog.connecting')),
  ]
}
