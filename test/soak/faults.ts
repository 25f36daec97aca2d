import { setTimeout as delay } from 'node:timers/promises'
import type { FaultProxy } from '../support/faultProxy'
import type { SocketDeath } from '../support/weapp-host'
import type { SeededRandom } from '../support/weapp-host/random'
import type { Subject } from './subject'

/** One client, the network it is on, and the chance that governs its life. */
export interface Situation {
  subject: Subject
  proxy: FaultProxy
  random: SeededRandom
  /** the clients' clocks go so much faster than real time */
  speed: number
  /** what the network is like without faults */
  latencyMs: number
}

type Deal = (situation: Situation) => Promise<void> | void

/** Waits between `leastMs` and `mostMs` of the client's time, short waits more often than long ones. */
function wait({ random, speed }: Situation, leastMs: number, mostMs: number): Promise<unknown> {
  const share = random.below(1000) / 1000
  return delay((leastMs + (mostMs - leastMs) * share * share) / speed)
}

/** Ends what the network does, but not what it is like. */
export function mend({ proxy, latencyMs }: Situation): void {
  proxy.heal()
  proxy.latency(latencyMs)
}

const hole =
  (direction: 'up' | 'down' | 'both'): Deal =>
  async (situation) => {
    situation.proxy.blackhole(direction)
    // some are over before anybody notices
    await wait(situation, 100, 8_000)
    mend(situation)
  }

const hide =
  (death: SocketDeath): Deal =>
  async (situation) => {
    const { subject, proxy, random } = situation
    const isHalfOpen = random.chance()
    subject.hide(death, isHalfOpen)
    // in a tab nothing ends by hiding: the network may have gone meanwhile
    if (!subject.pausesWhenHidden && isHalfOpen) proxy.strand()
    await wait(situation, 200, 9_000)
    await subject.show(random.pick([0, 0, 3_500, 60_000, 420_000]))
  }

/** Every kind of fault that befalls one client; a restart of the broker befalls all. */
export const faults = {
  rst: ({ proxy }) => void proxy.reset(),
  fin: ({ proxy }) => void proxy.finish(),
  'hole up': hole('up'),
  'hole down': hole('down'),
  'hole both': hole('both'),
  async slice(situation) {
    situation.proxy.slice(situation.random.below(0x7fffffff))
    await wait(situation, 500, 4_000)
    // in the middle of a packet, as likely as not
    if (situation.random.chance()) situation.proxy.reset()
    mend(situation)
  },
  async throttle(situation) {
    situation.proxy.throttle(500 + situation.random.below(5_000))
    await wait(situation, 1_000, 6_000)
    if (situation.random.chance()) situation.proxy.finish()
    mend(situation)
  },
  async refuse(situation) {
    situation.proxy.refuse(true)
    situation.proxy.reset()
    await wait(situation, 300, 5_000)
    mend(situation)
  },
  'hide loud': hide('loud'),
  'hide silent': hide('silent'),
  'hide late': hide('late'),
  async network(situation) {
    const { subject, proxy, random } = situation
    const type = random.pick(['wifi', '4g', '5g'])
    if (random.chance()) {
      subject.network(false, 'none')
      proxy.strand()
      await wait(situation, 100, 5_000)
    } else proxy.strand()
    subject.network(true, type === 'wifi' ? '5g' : 'wifi')
    subject.network(true, type)
  },
  destroy: ({ subject, random }) => subject.destroy(random.chance()),
} satisfies Record<string, Deal>

export type FaultKind = keyof typeof faults

/** How many faults of a kind there were, and how many of them hit something that was not acknowledged. */
export class Tally {
  private readonly counts = new Map<string, { dealt: number; hits: number }>()

  add(kind: string, isHit: boolean): void {
    const { dealt, hits } = this.counts.get(kind) ?? { dealt: 0, hits: 0 }
    this.counts.set(kind, { dealt: dealt + 1, hits: hits + (isHit ? 1 : 0) })
  }

  get dealt(): number {
    return [...this.counts.values()].reduce((total, { dealt }) => total + dealt, 0)
  }

  get hits(): number {
    return [...this.counts.values()].reduce((total, { hits }) => total + hits, 0)
  }

  get kinds(): [kind: string, count: { dealt: number; hits: number }][] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1))
  }
}

/** Deals one fault after another as long as they are wanted. */
export async function afflict(
  situation: Situation,
  kinds: readonly FaultKind[],
  tally: Tally,
  isEnough: () => boolean,
  comeBack: (subject: Subject, after: string) => Promise<void>,
): Promise<void> {
  const { subject, random } = situation
  let bag: FaultKind[] = []
  while (!isEnough()) {
    await wait(situation, 50, 1_200)
    // every kind comes before any comes again
    if (bag.length === 0) bag = random.shuffle(kinds)
    const kind = bag.pop() as FaultKind
    tally.add(kind, subject.isOnline && subject.ledger.hasUnacknowledged)
    await faults[kind](situation)
    // now and then the next one comes while it still recovers
    if (random.below(5) > 0) await comeBack(subject, kind)
  }
}
