import { translator, type Language } from '../../../src/i18n/t'
import type { AppView } from './appView'

export interface ConnectionForm {
  address: string
  name?: string
  username?: string
  password?: string
}

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
    await this.sees(t('tab.settings'))
    await view.tap({ label: t('connections.add') })
    await this.sees(t('add.new.note'))
    await view.tap(t('add.new'))
    await this.sees(t('editor.save'))
    await view.input({ label: t('editor.address') }, address)
    if (name !== undefined) await view.input({ label: t('editor.name') }, name)
    if (username !== undefined) await view.input({ label: t('editor.username') }, username)
    if (password !== undefined) await view.input({ label: t('editor.password') }, password)
    // the address is read 150 ms after the last key
    await this.sees(t('editor.part.host'))
    await view.tap(t('editor.save'))
    await this.sees(t('publish.to'))
  }

  /** On the message page of a connection that fails: to its settings, filled in, and back. */
  async checkSettings(host: string): Promise<void> {
    const { view, t } = this
    await view.tap(t('messages.edit'))
    // the host is shown once the address is there: a new connection has none
    await view.until((text) => [t('editor.edit'), t('editor.part.host'), host].every((words) => text.includes(words)))
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
    await view.until((text) => new RegExp(`${t('subs.granted', { qos: 1 })} · \\d`).test(text))
    await this.closeSheet()
  }

  /** On the message page. */
  async publish(topic: string, payload: string): Promise<void> {
    const { view, t } = this
    await view.input({ label: t('publish.topic') }, topic)
    await view.input({ label: t('publish.payload') }, payload)
    await view.tap({ className: 'msg-send' })
  }

  async closeSheet(): Promise<void> {
    await this.view.tap({ label: this.t('common.close'), className: 'hit' })
  }

  async isOnline(): Promise<void> {
    await this.sees(this.t('state.online'), 15_000)
  }

  async back(): Promise<void> {
    await this.view.tap({ label: this.t('common.back') })
  }

  sees(words: string, timeoutMs?: number): Promise<void> {
    return this.view.until((text) => text.includes(words), timeoutMs)
  }
}
