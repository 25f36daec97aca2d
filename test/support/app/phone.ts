import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { CDPSession, Page } from 'playwright-core'
import { serveFile } from '../../../scripts/start/staticFiles'
import type { PhoneBrowser } from '../h5/browser'
import { startWeapp } from '../weapp-host'
import type { WeappFiles } from '../weapp-host/types'
import type { AppView } from './appView'
import { built } from './build'

/** A phone on which the app is opened for the first time. What a person does is the same on both platforms; what is around the app differs. */
export interface Phone {
  readonly view: AppView
  /** Somebody else's text is copied, outside the app. */
  copied(text: string): Promise<void>
  /** So long the app goes on by itself: waits are over sooner, what it waits for from outside is not. */
  pass(ms: number): Promise<void>
  /** To another app or tab, for a minute: WeChat takes the sockets, a browser leaves them. */
  leave(): Promise<void>
  comeBack(): Promise<void>
  /** There is so much for all that the app stores, from now on. */
  room(bytes: number): Promise<void>
  /** What went wrong and nobody was told */
  errors(): string[]
  close(): Promise<void>
}

const AWAY_MS = 60_000

export interface PhoneOptions {
  /** for all that the app stores */
  roomBytes?: number
  /** what it stores as files, to be looked at; the mini-program only */
  files?: WeappFiles
}

/** @param hosts `name:port` → `127.0.0.1:port` */
export async function weappPhone(
  hosts: Record<string, string>,
  { roomBytes, files }: PhoneOptions = {},
): Promise<Phone> {
  const host = await startWeapp({ directory: built('weapp'), view: 'vm', hosts, files })
  if (roomBytes !== undefined) host.system.fileRoomBytes = roomBytes
  return {
    view: host.view,
    copied: (text) => Promise.resolve(void (host.system.clipboard = text)),
    pass: (ms) => host.advance(ms),
    async leave() {
      host.hide()
      await host.advance(AWAY_MS)
    },
    comeBack: () => host.show(),
    room: (bytes) => Promise.resolve(void (host.system.fileRoomBytes = bytes)),
    errors: () => host.errors,
    close: () => host.dispose(),
  }
}

/** @param url where {@link servePage} has the page */
export async function h5Phone(browser: PhoneBrowser, url: string, { roomBytes }: PhoneOptions = {}): Promise<Phone> {
  const { origin } = new URL(url)
  let devtools: CDPSession | undefined
  const room = async (bytes: number) =>
    void (await devtools?.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: bytes }))
  const prepare = async (opened: Page) => {
    await opened.clock.install()
    // what it says of the room holds as long as it does
    devtools = await opened.context().newCDPSession(opened)
    // Chromium asks for less room once in half a minute: hence from the start
    if (roomBytes !== undefined) await room(roomBytes)
  }
  const { page, view } = await browser.open(url, { prepare })
  return {
    view,
    copied: (text) => page.evaluate((copied) => navigator.clipboard.writeText(copied), text),
    pass: (ms) => page.clock.fastForward(ms),
    async leave() {
      await setVisibility(page, 'hidden')
      await page.clock.fastForward(AWAY_MS)
    },
    comeBack: () => setVisibility(page, 'visible'),
    room,
    errors: () => browser.errors.splice(0),
    close: () => browser.closePages(),
  }
}

/** A browser under test keeps every tab in front: the page is told what it would be told. */
function setVisibility(page: Page, state: DocumentVisibilityState): Promise<void> {
  return page.evaluate((visibilityState) => {
    Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}

/** The built page, and no connection offered with it. */
export async function servePage(): Promise<{ url: string; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    serveFile(built('h5'), request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
