import { translator, type Language } from '../../../src/i18n/t'
import type { AppView } from './appView'

export interface ConnectionForm {
  address: string
  name?: string
  username?: string
  password?: string
}

/** A loaded machine takes its time; on an idle one nothing waits so long. */
const PATIENCE_MS = 20_000

/** What a person does with the app, the same on both platforms. */
export class Journeys {
  readonly t
  constructor(
    readonly view: AppView,
    language: Language,
  ) {
    this.t = translator(language)
  }

  /** From the list of connections to the message page of a new one. */
  async addConnection({ address, name, username, password }: ConnectionForm): Promise<void> {
    const { view, t } = this
    await this.newConnection()
    await view.input({ label: t('editor.address') }, address)
    if (name !== undefined) await view.input({ label: t('editor.name') }, name)
    if (username !== undefined) await view.input({ label: t('editor.username') }, username)
    if (password !== undefined) await view.input({ label: t('editor.password') }, password)
    // the address is read 150 ms after the last key
    await this.sees(t('editor.part.host'))
    await view.tap(t('editor.save'))
    await this.sees(t('publish.to'))
  }

  /** From the list of connections to the settings of a new one, which are empty. */
  async newConnection(): Promise<void> {
    const { view, t } = this
    await this.sees(t('tab.settings'))
    await view.tap({ label: t('connections.add') })
    await this.sees(t('add.new.note'))
    await view.tap(t('add.new'))
    await this.sees(t('editor.save'))
  }

  /** On one of the three pages that have tabs. */
  async toTab(tab: 'connections' | 'saved' | 'settings'): Promise<void> {
    const words = this.t(`tab.${tab}`)
    await this.sees(words)
    await this.view.tap({ text: words, className: 'tab-label' })
  }

  /** On the message page of a connection that fails: to its settings, filled in, and back. */
  async checkSettings(host: string): Promise<void> {
    const { view, t } = this
    await view.tap(t('messages.edit'))
    // the host is shown once the address is there: a new connection has none
    await view.until(
      (text) => [t('editor.edit'), t('editor.part.host'), host].every((words) => text.includes(words)),
      PATIENCE_MS,
    )
    await this.back()
    await this.sees(t('messages.edit'))
  }

  /** On the message page. */
  async subscribe(filter: string): Promise<void> {
    const { view, t } = this
    await view.tap({ label: t('messages.more') })
    await this.sees(t('messages.clear'))
    await view.tap({ text: t('subs.title'), className: 'li-title' })
    await this.sees(t('subs.add'))
    await view.input({ label: t('subs.filter') }, filter)
    await view.tap({ text: t('subs.subscribe'), className: 'subs-submit-button' })
    // granted: a count follows, where `waiting` would
    await view.until((text) => new RegExp(`${t('subs.granted', { qos: 1 })} · \\d`).test(text), PATIENCE_MS)
    await this.closeSheet()
  }

  /** On the message page. */
  async publish(topic: string, payload: string): Promise<void> {
    const { view, t } = this
    await this.sees(t('publish.to'))
    await view.input({ label: t('publish.topic') }, topic)
    await view.input({ label: t('publish.payload') }, payload)
    // what is typed goes through the logic and back to the screen before there is something to send
    await view.until(async () => (await view.count({ className: 'is-disabled' })) === 0, PATIENCE_MS)
    await view.tap({ className: 'msg-send' })
  }

  async closeSheet(): Promise<void> {
    await this.view.tap({ label: this.t('common.close'), className: 'hit' })
  }

  isOnline(): Promise<void> {
    return this.view.until((text) => this.saysOnline(text), PATIENCE_MS)
  }

  isNoLongerOnline(): Promise<void> {
    return this.view.until((text) => !this.saysOnline(text), PATIENCE_MS)
  }

  async back(): Promise<void> {
    await this.view.tap({ label: this.t('common.back') })
  }

  sees(words: string, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.view.until((text) => text.includes(words), timeoutMs)
  }

  /** A line of its own: the list also counts, "0 online". */
  private saysOnline(text: string): boolean {
    return text.split('\n').some((line) => line.trim() === this.t('state.online'))
  }
}
