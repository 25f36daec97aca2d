import { sessionDefaults } from '@/core/profile/defaults'
import type { Journal, OpenJournal } from '@/services/journal/types'
import { openLink } from '@/services/mqtt/link'
import type { OpenLink } from '@/services/mqtt/types'
import { deathsOf, refusalsOf, type Death, type Operation } from '../support/crash/appProcess'
import { Life, type Finding, type LifeParts, type Wrong } from '../support/crash/sweep'

jest.setTimeout(600_000)

async function live(parts: LifeParts) {
  const life = new Life(parts)
  return { life, findings: await life.play() }
}

interface Sweep {
  operations: Operation[]
  /** lives that were ended at least once */
  points: number
  findings: Finding[]
}

/**
 * A life for every way to die over every operation of the one that goes well.
 * @param options `again`: how many of these die again, over something of the second run
 */
async function sweep(
  parts: LifeParts,
  options: { again?: number; stopAt?: Wrong; waysOf?: typeof deathsOf } = {},
): Promise<Sweep> {
  const { again = 0, stopAt, waysOf = deathsOf } = options
  const operations = (await live(parts)).life.operationsOf(0)
  const findings: Finding[] = []
  let points = 0
  const play = async (deaths: Death[]) => {
    const { life, findings: found } = await live({ ...parts, deaths })
    points += 1
    findings.push(...found)
    return life
  }
  for (const first of waysOf(operations)) {
    const seconds = deathsOf((await play([first])).operationsOf(1))
    // other ones each time
    for (let n = 0; n < again; n += 1) {
      const second = seconds[(points * 7 + Math.floor((n * seconds.length) / again)) % seconds.length]
      if (second) await play([first, second])
    }
    if (findings.some(({ wrong }) => wrong === stopAt)) break
  }
  return { operations, points, findings }
}

const inWords = (findings: readonly Finding[]) =>
  findings.map(({ deaths, operations, wrong, detail }) => {
    const where = deaths.map(({ at, how, pendingWrites }, run) => {
      const { kind, what } = operations[run] ?? { kind: '?', what: '?' }
      return `${at} ${kind} ${what} ${how}/${pendingWrites}`
    })
    return `${where.join(', ')}: ${wrong}, ${detail}`
  })

function report(name: string, { operations, points, findings }: Sweep): void {
  const kinds: Record<string, number> = {}
  for (const { kind } of operations) kinds[kind] = (kinds[kind] ?? 0) + 1
  console.log(
    `crash sweep, ${name}: ${points} points over ${operations.length} operations ${JSON.stringify(kinds)}, ` +
      `${findings.length} findings`,
  )
}

describe.each([5, 4] as const)('a session of MQTT version %i', (protocolVersion) => {
  const config = { protocolVersion }

  it('a life without a death goes well', async () => {
    expect(inWords((await live({ config })).findings)).toEqual([])
  })

  it.each<[string, Omit<LifeParts, 'config'>, number]>([
    ['quick writes, and a second death', { writeMs: 2 }, 2],
    ['writes that take longer than the broker', { writeMs: 40 }, 0],
    [
      'a broker that is slow and takes two at a time',
      { rules: { ackDelayMs: 30, receiveMaximum: 2, maxInflight: 2 } },
      0,
    ],
  ])(
    'killed over everything it does, then cold-started: nothing lost, nothing twice; %s',
    async (name, parts, again) => {
      const swept = await sweep({ config, ...parts }, { again })
      report(`MQTT version ${protocolVersion}, ${name}`, swept)
      expect(inWords(swept.findings)).toEqual([])
      expect(swept.points).toBeGreaterThan(200)
    },
  )

  it('refused every storage operation once: nothing is acknowledged that is not kept, and "now" goes on', async () => {
    const swept = await sweep({ config }, { waysOf: refusalsOf })
    report(`MQTT version ${protocolVersion}, storage that is full once`, swept)
    expect(inWords(swept.findings)).toEqual([])
    expect(swept.points).toBeGreaterThan(40)
  })

  it('the same, and the broker forgets the session: what was sent is unknown, and nothing is sent twice', async () => {
    const swept = await sweep({ config, isForgetful: true })
    report(`MQTT version ${protocolVersion}, a forgetful broker`, swept)
    expect(inWords(swept.findings)).toEqual([])
  })
})

describe('a journal of many segments', () => {
  /** So short that a life has many. */
  const lengths = sessionDefaults as { journalSegmentLength: number }
  const { journalSegmentLength } = sessionDefaults
  afterEach(() => Object.assign(lengths, { journalSegmentLength }))

  it('killed over everything it does: nothing lost, nothing twice', async () => {
    lengths.journalSegmentLength = 300
    const swept = await sweep({}, { again: 1 })
    report('segments of 300 characters', swept)
    expect(inWords(swept.findings)).toEqual([])
  })

  it('the same while old ones are removed: what is forgotten is history and nothing else', async () => {
    lengths.journalSegmentLength = 300
    const swept = await sweep({ historyBytes: 1_200 }, { again: 1 })
    // settled messages of ours are history, too
    const ofHistory: Wrong[] = ['not restored', 'ghost', 'lost outbound']
    const findings = swept.findings.filter(({ wrong }) => ofHistory.indexOf(wrong) < 0)
    report('segments of 300 characters, 1,200 bytes kept', { ...swept, findings })
    expect(swept.operations.filter(({ kind }) => kind === 'remove').length).toBeGreaterThan(3)
    expect(inWords(findings)).toEqual([])
  })
})

describe('the sweep finds', () => {
  const wrapped =
    (change: (journal: Journal) => Partial<Journal>) =>
    (open: OpenJournal): OpenJournal =>
    (name, failed) => {
      const journal = open(name, failed)
      return { ...bound(journal), ...change(journal) }
    }

  it('a link that acknowledges before the commit', async () => {
    const hasty: OpenLink = (port, options, events) =>
      openLink(port, { ...options, whenCommitted: (done) => done() }, events)
    const { findings } = await sweep({ openLink: hasty }, { stopAt: 'lost inbound' })
    expect(findings.map(({ wrong }) => wrong)).toContain('lost inbound')
  })

  it('a session that sends before it has recorded; acknowledgements wait as they should', async () => {
    let real: Journal | undefined
    const wrapJournal = wrapped((journal) => {
      real = journal
      return { whenCommitted: (done) => done() }
    })
    const patient: OpenLink = (port, options, events) =>
      openLink(port, { ...options, whenCommitted: (done) => real?.whenCommitted(done) }, events)
    const { findings } = await sweep({ wrapJournal, openLink: patient }, { stopAt: 'ghost' })
    expect(findings.map(({ wrong }) => wrong)).toContain('ghost')
  })

  it('a journal that does not keep the QoS 2 identifiers received', async () => {
    const wrapJournal = wrapped((journal) => ({
      set: (key, value) => void (key.startsWith('in/') || journal.set(key, value)),
    }))
    const { findings } = await sweep({ wrapJournal }, { stopAt: 'shown twice' })
    expect(findings.map(({ wrong }) => wrong)).toContain('shown twice')
  })
})

/** The journal's methods as properties. */
const bound = (journal: Journal): Journal => ({
  loaded: journal.loaded,
  set: (key, value) => journal.set(key, value),
  delete: (key) => journal.delete(key),
  add: (entry) => journal.add(entry),
  whenCommitted: (done) => journal.whenCommitted(done),
  retry: () => journal.retry(),
  goOnInMemory: () => journal.goOnInMemory(),
  isStored: journal.isStored,
  close: () => journal.close(),
})
