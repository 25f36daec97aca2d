import { climate, json } from '../hour'
import type { Screen, World } from '../types'

type More = Partial<Omit<Screen, 'name' | 'about' | 'open'>>

/** Of a phone that has been used, from a live session, on both platforms, unless told otherwise. */
export function screen(name: string, about: string, open: Screen['open'], more: More = {}): Screen {
  return { name, about, stage: 'lived', source: 'live', open, ...more }
}

export const fixture = { source: 'fixture' } as const
export const onNew = { stage: 'new' } as const

const query = (profile: string) => `?profile=${profile}`

/** Pages of a connection by their addresses, as links to them are. */
export const pages = {
  connections: 'pages/connections/index',
  saved: 'pages/saved/index',
  settings: 'pages/settings/index',
  editor: (parameters = '') => `pages/editor/index${parameters}`,
  messages: (profile = 'greenhouse') => `pages/messages/index${query(profile)}`,
  message: (id: string, profile = 'greenhouse') => `subpackages/codecs/message/index${query(profile)}&message=${id}`,
  topics: (profile = 'greenhouse') => `subpackages/topics/tree/index${query(profile)}`,
  chart: (parameters = '', profile = 'greenhouse') => `subpackages/charts/chart/index${query(profile)}${parameters}`,
  doctor: (profile: string) => `subpackages/doctor/doctor/index${query(profile)}`,
  search: (text = '', profile = 'greenhouse') =>
    `subpackages/search/messages/index${query(profile)}&q=${encodeURIComponent(text)}`,
  events: (profile?: string) => `subpackages/log/events/index${profile === undefined ? '' : query(profile)}`,
  share: (profile = 'greenhouse') => `subpackages/share/share/index${query(profile)}`,
  takeOver: (data?: string) => `subpackages/share/import/index${data === undefined ? '' : `?data=${data}`}`,
  backup: 'subpackages/share/backup/index',
  transfer: (profile = 'greenhouse') => `subpackages/transfer/export/index${query(profile)}`,
  logFile: 'subpackages/transfer/log/index',
  about: 'subpackages/about/app/index',
  licences: 'subpackages/about/licences/index',
  savedEdit: (parameters = '') => `subpackages/saved/edit/index${parameters}`,
} as const

export const closeSheet = (world: World) => world.journeys.closeSheet()
/** Something of this class is drawn, and so many of it. */
export const isThere = (world: World, className: string) =>
  world.view.until(async () => (await world.view.count({ className })) > 0)

/** A row of a list or a sheet. */
export const row = (text: string) => ({ text, className: 'li-title' })

/** Opens the message page of the greenhouse, and waits until it is what it is while all goes well. */
export async function toMessages(world: World): Promise<void> {
  await world.visit(pages.messages())
  await world.journeys.isOnline()
  await world.journeys.sees(world.t('publish.to'))
  if ((await world.view.count({ className: 'msg-pill' })) > 0) await world.view.tap({ className: 'msg-pill' })
}

/** From the message page to what its menu offers. */
export async function fromMenu(world: World, title: string): Promise<void> {
  const { view, journeys, t } = world
  await view.tap({ label: t('messages.more') })
  await journeys.sees(t('messages.clear'))
  await view.tap(row(title))
}

/** A state's words without what is counted or measured. */
export function before(words: string): string {
  return words.split(/[\d{]/)[0] ?? words
}

/** Five seconds of a busy greenhouse. */
export async function chatter(world: World, messages = 21): Promise<void> {
  for (let n = 0; n < messages; n += 1) {
    const house = n % 4 === 3 ? 2 : 1
    await world.cast.say(`greenhouse/${house}/env`, climate(62 + n / 60, 1_000 + n), { qos: 0, ...json })
    await world.skip(240)
  }
  await world.heard(`"n":${1_000 + messages - 1}}`)
}
