import type { TabRole, TabsPort } from '@/services/tabs/types'
import { fakeTabs } from '@/services/tabs/tabs.fake'
import { Tabs, type TabWorld } from '@/services/tabs/tabs.h5'
import { tabs as weappTabs } from '@/services/tabs/tabs.weapp'

/** What the tabs of one browser share, with a clock that stands still unless told. */
class BrowserDouble {
  mark: string | undefined
  now = 1_000
  private readonly open: TabDouble[] = []

  add(tab: string, hasChannel = true): TabDouble {
    const added = new TabDouble(this, tab, hasChannel)
    this.open.push(added)
    return added
  }

  close(): void {
    for (const tab of this.open) tab.close()
  }

  /** Time passes for every tab that is awake, to the end of the wait for an answer. */
  async pass(ms: number): Promise<void> {
    await delivered()
    this.now += ms
    for (const tab of this.open) tab.runTimers()
    await delivered()
  }
}

/** A tab on Node's BroadcastChannel. */
class TabDouble implements TabWorld {
  readonly port: Tabs
  readonly told: TabRole[] = []
  private channel: BroadcastChannel | undefined
  private timers: { dueAt: number; run: () => void }[] = []
  private wake: () => void = () => undefined
  private leave: () => void = () => undefined
  private isAsleep = false
  private missed: (() => void)[] = []

  constructor(
    private readonly browser: BrowserDouble,
    readonly tab: string,
    private readonly hasChannel: boolean,
  ) {
    this.port = new Tabs(this)
    this.port.onChange((role) => this.told.push(role))
  }

  openChannel() {
    if (!this.hasChannel) return undefined
    const channel = new BroadcastChannel('tabs-test')
    this.channel = channel
    const inTab = (run: () => void) => (this.isAsleep ? this.missed.push(run) : run())
    return {
      postMessage: (message: unknown) => channel.postMessage(message),
      set onmessage(listener: ((event: MessageEvent) => void) | null) {
        channel.onmessage = (event) => inTab(() => listener?.call(channel, event))
      },
    }
  }
  now = () => this.browser.now
  after(delayMs: number, run: () => void) {
    this.timers.push({ dueAt: this.browser.now + delayMs, run })
  }
  readMark = () => this.browser.mark
  writeMark = (tab: string | undefined) => {
    this.browser.mark = tab
  }
  onWake(listener: () => void) {
    this.wake = listener
  }
  onLeave(listener: () => void) {
    this.leave = listener
  }

  runTimers(): void {
    if (this.isAsleep) return
    const due = this.timers.filter(({ dueAt }) => dueAt <= this.browser.now)
    this.timers = this.timers.filter(({ dueAt }) => dueAt > this.browser.now)
    for (const { run } of due) run()
  }
  freeze(): void {
    this.isAsleep = true
  }
  /** @param isTold whether the page hears of it before anything else */
  thaw({ isTold = true } = {}): void {
    this.isAsleep = false
    if (isTold) this.wake()
    for (const run of this.missed.splice(0)) run()
  }
  close(): void {
    this.leave()
    this.channel?.close()
    this.channel = undefined
    this.timers = []
  }
  get isOwner(): boolean {
    return this.port.current().isOwner
  }
}

/** Messages posted until now, and the answers to them, have arrived: a probe posted later comes after them. */
async function delivered(rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [from, to] = [new BroadcastChannel('tabs-test-probe'), new BroadcastChannel('tabs-test-probe')]
    await new Promise((resolve) => {
      to.onmessage = resolve
      from.postMessage('')
    })
    from.close()
    to.close()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

let browser: BrowserDouble
beforeEach(() => {
  browser = new BrowserDouble()
})
afterEach(() => browser.close())

async function opened(tab: string): Promise<TabDouble> {
  const added = browser.add(tab)
  const settled = added.port.settle()
  await browser.pass(150)
  await settled
  return added
}

describe.each<[string, () => TabsPort]>([
  ['fake', () => fakeTabs()],
  ['weapp', () => weappTabs],
  ['h5 without BroadcastChannel', () => browser.add('a', false).port],
])('tabs: %s', (_name, port) => {
  it('owns the client IDs without asking anybody', async () => {
    const tabs = port()
    await tabs.settle()
    expect(tabs.current()).toEqual({ isOwner: true })
  })
})

it('the tabs of the running page are settled in the time it takes to ask', async () => {
  Object.assign(globalThis, { document: new EventTarget(), window: new EventTarget() })
  const Channel = BroadcastChannel
  const made: BroadcastChannel[] = []
  globalThis.BroadcastChannel = class extends Channel {
    constructor(name: string) {
      super(name)
      made.push(this)
    }
  }
  const { tabs } = await import('@/services/tabs/tabs.h5')
  const channel = new BroadcastChannel('homing/tabs')
  try {
    channel.onmessage = () => channel.postMessage({ kind: 'owned', tab: 'other', at: 0 })
    await tabs.settle()
    expect(tabs.current()).toEqual({ isOwner: false, suffix: expect.stringMatching(/^[0-9a-z]{6}$/) as string })
  } finally {
    for (const one of made) one.close()
    globalThis.BroadcastChannel = Channel
  }
})

describe('tabs: h5', () => {
  it('the first tab owns the IDs, each later one has a suffix of its own', async () => {
    const [first, second, third] = [await opened('c'), await opened('a'), await opened('b')]
    expect(first.port.current()).toEqual({ isOwner: true })
    expect(second.port.current()).toEqual({ isOwner: false, suffix: 'a' })
    expect(third.port.current()).toEqual({ isOwner: false, suffix: 'b' })
    expect(first.told).toEqual([])
  })

  it('a later tab knows as soon as it is answered', async () => {
    await opened('a')
    const second = browser.add('b')
    await second.port.settle()
    expect(second.isOwner).toBe(false)
  })

  it.each([0, 1, 149])('of tabs that start %i ms apart one owns the IDs from the start on', async (apartMs) => {
    const all = ['b', 'c', 'a'].map((tab) => browser.add(tab))
    const settled: Promise<void>[] = []
    for (const tab of all) {
      settled.push(tab.port.settle())
      await browser.pass(apartMs)
    }
    await browser.pass(150)
    await Promise.all(settled)
    expect(all.filter((tab) => tab.isOwner)).toHaveLength(1)
    expect(all.map((tab) => tab.told)).toEqual([[], [], []])
  })

  it('an owner that is gone is followed by the next tab that starts, and not before', async () => {
    const first = await opened('a')
    const second = await opened('b')
    first.close()
    await browser.pass(1_000)
    expect(second.isOwner).toBe(false)
    const third = await opened('c')
    expect(third.isOwner).toBe(true)
    expect(second.isOwner).toBe(false)
  })

  it.each([true, false])('an owner that slept yields to the one it finds, told of its waking: %s', async (isTold) => {
    const first = await opened('a')
    first.freeze()
    const second = await opened('b')
    expect(second.isOwner).toBe(true)
    first.thaw({ isTold })
    if (isTold) expect(first.told).toEqual([{ isOwner: false, suffix: 'a' }])
    await delivered()
    expect(first.told).toEqual([{ isOwner: false, suffix: 'a' }])
    expect(second.isOwner).toBe(true)
    expect(second.told).toEqual([])
  })

  it('yields on waking before any message has come', async () => {
    const first = await opened('a')
    first.freeze()
    await opened('b')
    browser.mark = 'b'
    const roles: boolean[] = []
    first.port.onChange((role) => roles.push(role.isOwner))
    first.thaw()
    expect(roles).toEqual([false])
  })

  it('an owner that slept stays one when the other is gone', async () => {
    const first = await opened('a')
    first.freeze()
    const second = await opened('b')
    second.close()
    browser.now += 1_000
    first.thaw()
    await delivered()
    expect(browser.mark).toBe('a')
    expect((await opened('c')).isOwner).toBe(false)
  })

  it('forbidden to speak with others, a tab is an owner, and its start goes on', async () => {
    const real = globalThis.BroadcastChannel
    globalThis.BroadcastChannel = class {
      constructor() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      }
    } as unknown as typeof BroadcastChannel
    try {
      await jest.isolateModulesAsync(async () => {
        const { tabs } = await import('@/services/tabs/tabs.h5')
        await tabs.settle()
        expect(tabs.current()).toEqual({ isOwner: true })
      })
    } finally {
      globalThis.BroadcastChannel = real
    }
  })

  it('a tab that slept while it asked asks again', async () => {
    const first = browser.add('a')
    const settled = first.port.settle()
    first.freeze()
    const second = await opened('b')
    await browser.pass(10_000)
    first.thaw()
    first.runTimers()
    await browser.pass(150)
    await settled
    expect([first.isOwner, second.isOwner]).toEqual([false, true])
  })
})
