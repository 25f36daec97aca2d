import type { Account, SoakQoS } from './ledger'
import type { SoakResult } from './soak'
import type { Tally } from './faults'

const QOS: readonly SoakQoS[] = [1, 2]
/** How many faults have to hit something that was not acknowledged */
const LEAST_HITS = 0.25
/** How many messages may end as unknown, of those published */
const MOST_UNKNOWN = 0.01

export const lostOf = ({ down, up }: Account): number =>
  QOS.reduce<number>((total, qos) => total + down[qos].lost + up[qos].lost, 0)

const duplicatesOf = ({ down, up }: Account): number => down[2].again + up[2].again

/** Heartbeats that did not arrive, arrived once too often where that is ruled out, or passed for another. */
function beatFaults({ beats }: Account): number {
  const missing = Math.max(0, beats[1].sent - (beats[1].arrived - beats[1].flagged))
  return missing + Math.abs(beats[2].arrived - beats[2].sent) + beats[2].flagged
}

/** What makes the run red, in words; empty when it is green. */
export function problemsOf({ session, control, faults, failures }: SoakResult): string[] {
  const { down, up, lostSessions } = session
  const unflagged = down[1].unflagged + down[2].unflagged
  const unknown = up[1].unknown + up[2].unknown
  const published = up[1].sent + up[2].sent
  const checks: [boolean, string][] = [
    [lostOf(session) > 0, `${lostOf(session)} messages lost`],
    [duplicatesOf(session) > 0, `${duplicatesOf(session)} duplicates at QoS 2`],
    [unflagged > 0, `${unflagged} redeliveries with DUP=1 without a flag`],
    [beatFaults(session) > 0, `${beatFaults(session)} heartbeats merged, dropped or doubled`],
    [unknown > 0 && lostSessions === 0, `${unknown} messages unknown, though the broker never lost the session`],
    [unknown > published * MOST_UNKNOWN, `${unknown} of ${published} messages unknown`],
    [
      faults.hits < faults.dealt * LEAST_HITS,
      `only ${faults.hits} of ${faults.dealt} faults hit something unacknowledged`,
    ],
    [lostOf(control) === 0, 'the faults are too kind: the control lost nothing'],
  ]
  return [...failures, ...checks.filter(([isBad]) => isBad).map(([, words]) => words)]
}

const pad = (cells: (string | number)[]): string =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(22) : String(cell).padStart(9))).join('')

function table(title: string, { down, up, beats, lostSessions }: Account): string[] {
  const line = (
    name: string,
    l: { sent: number; arrived: number; lost: number; again: number },
    more: (string | number)[],
  ) => pad([name, l.sent, l.arrived, l.lost, l.again, ...more])
  return [
    pad([title, 'sent', 'arrived', 'lost', 'again', 'unflagged', 'unknown', 'gone']),
    ...QOS.map((qos) => line(`  to it, QoS ${qos}`, down[qos], [down[qos].unflagged, '', ''])),
    ...QOS.map((qos) => line(`  from it, QoS ${qos}`, up[qos], ['', up[qos].unknown, up[qos].gone])),
    ...QOS.map((qos) => {
      const { sent, arrived, flagged } = beats[qos]
      return `${pad([`  heartbeats, QoS ${qos}`, sent, arrived])}   ${flagged} of them as delivered again`
    }),
    `  sessions the broker had lost: ${lostSessions}`,
  ]
}

const tallyLines = (tally: Tally): string[] =>
  tally.kinds.map(([kind, { dealt, hits }]) => pad([`  ${kind}`, dealt, hits]))

/** The whole account, line by line. */
export function describeSoak(result: SoakResult): string[] {
  const { faults, controlFaults } = result
  return [
    pad(['faults', 'dealt', 'hits']) + '   (hits: something was not acknowledged then)',
    ...tallyLines(faults),
    pad(['  all', faults.dealt, faults.hits]),
    `  and ${controlFaults.dealt} of the same kinds to the control`,
    '',
    ...table('session layer', result.session),
    ...table('control: MQTT.js', result.control),
    '',
  ]
}

/** One line with every figure. */
export function summarize(result: SoakResult): string {
  const { seed, speed, durationMs, faults, session, control } = result
  const { down, up, beats } = session
  const sent = QOS.reduce<number>((total, qos) => total + down[qos].sent + up[qos].sent, 0)
  const kinds = faults.kinds.map(([kind, { dealt }]) => `${kind} ${dealt}`).join(', ')
  return [
    `seed ${seed}, clock ×${speed}, ${Math.round(durationMs / 1000)} s: ${faults.dealt} faults (${kinds})`,
    `${Math.round((faults.hits / Math.max(1, faults.dealt)) * 100)} % on unacknowledged`,
    `${lostOf(session)} lost of ${sent}`,
    `${duplicatesOf(session)} QoS 2 duplicates`,
    `${down[1].unflagged + down[2].unflagged} unflagged`,
    `${up[1].unknown + up[2].unknown} unknown`,
    `${beatFaults(session)} of ${beats[1].sent + beats[2].sent} heartbeats wrong`,
    `control lost ${lostOf(control)}`,
  ].join(', ')
}
