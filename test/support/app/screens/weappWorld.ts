import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startWeapp, type DeviceOptions, type WeappHost } from '../../weapp-host'
import { iphone } from '../../weapp-host/types'
import { chatFolder } from '../../weapp-host/wx/files'
import { built } from '../build'
import { Journeys } from '../journeys'
import { writeIn } from '../pictures/letters'
import { Ears } from './ears'
import { recordsOf } from './people'
import type { WorldParts, World } from './types'

const standardFontSize = iphone.fontSizeSetting

/** The mini-program on the host's phone, drawn by Chromium. @param view `vm` for a phone without a screen */
export async function openWeappWorld(
  parts: WorldParts,
  view: 'vm' | 'chromium' = 'chromium',
  device: Partial<DeviceOptions> = {},
): Promise<WeappWorld> {
  const { language, stage, cast, startsAtMs } = parts
  const records = Object.entries(recordsOf(stage, language))
  const phone = await startWeapp({
    directory: built('weapp'),
    view,
    // what WeChat leaves open is the same in every picture
    seed: 7,
    storage: new Map(records.map(([key, value]) => [key, JSON.stringify(value)])),
    device: { language: language === 'en' ? 'en' : 'zh_CN', ...device },
    hosts: cast.addresses,
    startsAtMs,
  })
  if (parts.letters) await phone.view.inspect(writeIn, parts.letters)
  return new WeappWorld(parts, phone)
}

export class WeappWorld implements World {
  readonly platform = 'weapp'
  readonly language
  readonly stage
  readonly cast
  readonly journeys
  private readonly ears: Ears
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'homing-pictures-'))
  private pictures = 0

  constructor(
    parts: WorldParts,
    readonly phone: WeappHost,
  ) {
    this.language = parts.language
    this.stage = parts.stage
    this.cast = parts.cast
    this.journeys = new Journeys(phone.view, parts.language)
    let known = 0
    this.ears = new Ears(() => {
      const { frames } = phone
      for (; known < frames.length; known += 1) {
        const frame = frames[known]
        if (frame?.direction === 'received') this.ears.take(frame.bytes)
      }
    })
  }

  get t() {
    return this.journeys.t
  }

  get view() {
    return this.phone.view
  }

  get errors() {
    return this.phone.errors
  }

  heard(text: string): Promise<void> {
    return this.ears.heard(text)
  }

  async visit(address: string): Promise<void> {
    this.phone.evaluate(`wx.reLaunch({ url: ${JSON.stringify(`/${address}`)} })`)
    const route = address.split('?')[0]
    await this.view.until((text) => this.phone.page().route.replace(/^\//, '') === route && text.trim() !== '')
  }

  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.phone.theme(theme)
    // the app hears of it in a turn of its own, and draws in the next
    await this.settle()
  }

  async skip(ms: number): Promise<void> {
    // what was begun ends in its own time; the rest is leapt over, and every timer in it fires once
    const ownMs = Math.min(ms, 200)
    await this.phone.advance(ownMs)
    if (ms > ownMs) await this.phone.freezeFor(ms - ownMs)
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await this.view.text()
  }

  async picture(): Promise<Buffer> {
    this.pictures += 1
    const file = path.join(this.folder, `${this.pictures}.png`)
    await this.view.screenshot(file)
    return readFileSync(file)
  }

  async offer(button: string, name: string, text: string): Promise<void> {
    this.phone.files.set(chatFolder + name, Buffer.from(text))
    await this.view.tap({ text: button })
    await this.journeys.sees(name)
    await this.view.tap(name)
  }

  async setTextScale(scale: number): Promise<void> {
    this.phone.fontSize(standardFontSize * scale)
    await this.restart()
  }

  async restart(): Promise<void> {
    await this.phone.coldStart()
  }

  async restartWithout(what: 'records' | 'files', address: string): Promise<() => Promise<void>> {
    const release = this.phone.withhold(what)
    await this.phone.coldStart(`/${address}`)
    return () => Promise.resolve(release())
  }

  async dispose(): Promise<void> {
    await this.phone.dispose()
    rmSync(this.folder, { recursive: true, force: true })
    await this.cast.stop()
  }
}
