/** More a second than anybody reads, and the list shows a sample … */
const SAMPLE_ABOVE = 200
/** … until it is calm again */
const SHOW_ALL_BELOW = 100
/** Of what pours in, about so many a second are shown */
const SHOWN_PER_SECOND = 20
const steps = [1, 2, 5]

/** What a list does about more messages than can be read. */
export type Flow =
  /** `every` messages, one is shown */
  | { kind: 'sampled'; every: number }
  /** the person wants all of them */
  | { kind: 'all' }

/** Chooses which messages stand in the list when they pour in. All of them are counted and stored, whatever it says. */
export class Sampler {
  /** undefined while nothing pours */
  flow: Flow | undefined
  private wantsAll = false
  private passed = 0

  /** Whether the message that came now is shown. */
  takes(): boolean {
    if (this.flow?.kind !== 'sampled') return true
    this.passed += 1
    if (this.passed < this.flow.every) return false
    this.passed = 0
    return true
  }

  /** @param rate messages a second, as it is now */
  adapt(rate: number): void {
    const isPouring = rate > (this.flow ? SHOW_ALL_BELOW : SAMPLE_ABOVE)
    if (!isPouring) this.wantsAll = false
    const flow = isPouring ? this.flowAt(rate) : undefined
    // the same object while it is the same: a screen that shows it is not drawn for nothing
    const isSame = everyOf(flow) === everyOf(this.flow) && flow?.kind === this.flow?.kind
    if (!isSame) this.flow = flow
  }

  /** The person wants to see all, until it is calm again, or a sample. */
  showAll(wantsAll: boolean, rate: number): void {
    this.wantsAll = wantsAll
    this.adapt(rate)
  }

  private flowAt(rate: number): Flow {
    return this.wantsAll ? { kind: 'all' } : { kind: 'sampled', every: roundUp(rate / SHOWN_PER_SECOND) }
  }
}

const everyOf = (flow: Flow | undefined) => (flow?.kind === 'sampled' ? flow.every : 1)

/** 1, 2, 5, 10, 20 …: a figure that stays while the rate trembles. */
function roundUp(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of steps) if (step * power >= least) return step * power
  }
}
