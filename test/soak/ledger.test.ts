import { Tally } from './faults'
import { Ledger, sum } from './ledger'
import { describeSoak, problemsOf, summarize } from './report'
import type { SoakResult } from './soak'

/** One of everything, delivered. */
function goodLedger(): Ledger {
  const ledger = new Ledger()
  ledger.connected(false)
  for (const qos of [1, 2] as const) {
    ledger.downAcknowledged(qos, ledger.downPublished(qos))
    ledger.downArrived(qos, 0, { dup: false })
    ledger.upPublished(qos)
    ledger.upKept(qos, 0)
    ledger.upStatus(qos, 0, 'acknowledged')
    ledger.upArrived(qos, 0)
    ledger.beatSent(qos)
    ledger.beatArrived(qos, false)
  }
  return ledger
}

function losing(): Ledger {
  const ledger = goodLedger()
  ledger.downAcknowledged(1, ledger.downPublished(1))
  return ledger
}

function resultOf(ledger: Ledger, change: Partial<SoakResult> = {}): SoakResult {
  const faults = new Tally()
  faults.add('rst', true)
  return {
    ...{ seed: 1, speed: 4, durationMs: 1000, controlFaults: new Tally(), failures: [], missing: [], faults },
    session: ledger.account(),
    control: losing().account(),
    ...change,
  }
}

const problems = (break_: (ledger: Ledger) => void): string[] => {
  const ledger = goodLedger()
  break_(ledger)
  return problemsOf(resultOf(ledger))
}

describe('the verdict of a soak', () => {
  test('nothing is wrong where everything arrived', () => {
    expect(problemsOf(resultOf(goodLedger()))).toEqual([])
    expect(goodLedger().isSettled).toBe(true)
    expect(goodLedger().missing()).toEqual([])
  })

  test('a message the broker took over and that never arrived is lost', () => {
    expect(problemsOf(resultOf(losing()))).toEqual(['1 messages lost'])
    expect(losing().missing()).toEqual(['down QoS 1 1'])
    expect(losing().isSettled).toBe(false)
  })

  test('one that the broker never took over is not', () => {
    expect(problems((ledger) => ledger.downPublished(1))).toEqual([])
  })

  test.each(['queued', 'sending', 'acknowledged'] as const)(
    'a message that is %s and did not arrive is lost',
    (status) => {
      const words = problems((ledger) => {
        ledger.upKept(2, ledger.upPublished(2))
        ledger.upStatus(2, 1, status)
      })
      expect(words).toEqual(['1 messages lost'])
    },
  )

  test('what was not kept when the process ended is no loss; what was kept is', () => {
    const end = (isKept: boolean) =>
      problems((ledger) => {
        ledger.upPublished(1)
        if (isKept) ledger.upKept(1, 1)
        ledger.killed()
      })
    expect([end(false), end(true)]).toEqual([[], ['1 messages lost']])
  })

  test('a second arrival is a fault at QoS 2 only, in both directions', () => {
    expect(problems((ledger) => ledger.downArrived(1, 0, { dup: false }))).toEqual([])
    expect(problems((ledger) => ledger.upArrived(1, 0))).toEqual([])
    const twice = problems((ledger) => {
      ledger.downArrived(2, 0, { dup: false })
      ledger.upArrived(2, 0)
    })
    expect(twice).toEqual(['2 duplicates at QoS 2'])
  })

  test('a redelivery with DUP=1 has to say so', () => {
    const again = (isRedelivered: boolean) => problems((l) => l.downArrived(1, 0, { dup: true, isRedelivered }))
    expect([again(true), again(false)]).toEqual([[], ['1 redeliveries with DUP=1 without a flag']])
  })

  test('a heartbeat that is missing, doubled at QoS 2, or passes for another is a fault', () => {
    const words = ['1 heartbeats merged, dropped or doubled']
    expect(problems((ledger) => ledger.beatSent(1))).toEqual(words)
    expect(problems((ledger) => ledger.beatArrived(2, false))).toEqual(words)
    const merged = problems((ledger) => {
      ledger.beatSent(1)
      ledger.beatArrived(1, true)
    })
    expect(merged).toEqual(words)
    // delivered twice, and says so
    expect(problems((ledger) => ledger.beatArrived(1, true))).toEqual([])
  })

  test('unknown is honest where the broker lost the session, and nowhere else', () => {
    const unknown = (isLost: boolean) => {
      const ledger = goodLedger()
      for (let i = 0; i < 200; i += 1) {
        ledger.upStatus(1, ledger.upPublished(1), 'acknowledged')
        ledger.upArrived(1, i + 1)
      }
      ledger.upStatus(1, ledger.upPublished(1), 'unknown')
      if (isLost) ledger.connected(false)
      return problemsOf(resultOf(ledger))
    }
    expect([unknown(true), unknown(false)]).toEqual([
      [],
      ['1 messages unknown, though the broker never lost the session'],
    ])
  })

  test('faults that spare the control or hit nothing prove nothing', () => {
    const idle = new Tally()
    idle.add('rst', false)
    expect(problemsOf(resultOf(goodLedger(), { control: goodLedger().account() }))).toHaveLength(1)
    expect(problemsOf(resultOf(goodLedger(), { faults: idle }))).toHaveLength(1)
    expect(problemsOf(resultOf(goodLedger(), { failures: ['tab1 did not come back'] }))).toEqual([
      'tab1 did not come back',
    ])
  })
})

test('accounts are added up, and told with every figure', () => {
  const both = sum([goodLedger().account(), losing().account()])
  expect(both.down[1]).toEqual({ sent: 3, arrived: 2, lost: 1, again: 0, unflagged: 0 })
  const result = resultOf(losing())
  expect(summarize(result)).toContain('1 faults (rst 1), 100 % on unacknowledged, 1 lost of 5, 0 QoS 2 duplicates')
  expect(describeSoak(result).join('\n')).toContain('control: MQTT.js')
})
