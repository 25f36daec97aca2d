import type { LogEvent } from '@/core/log/event'
import { maskHost, maskPath, oneLine, topicMask, withoutSecrets } from '@/core/log/mask'
import { percentile, summarize } from '@/core/log/summary'
import { parseAddress } from '@/core/profile/address'
import type { Profile } from '@/core/profile/profile'
import { clockTime, duration, hexCode, milliseconds, shortTime, thousands } from '../format'
import { eventWords } from './logWords'
import type { Translate } from '../t'

/** Events in a report, at most. */
export const reportEvents = 200

export interface ReportFacts {
  version: string
  /** the app around ours and the system, as they call themselves */
  platform: string
  profile: Profile
  /** of the connection and the app, oldest first */
  events: readonly LogEvent[]
  /** of this run of the app */
  traffic: { received: number; sent: number; roundTripsMs: readonly number[] }
  /** epoch ms */
  now: number
}

export interface ReportChoice {
  hasEvents: boolean
  hasTopics: boolean
  hasHosts: boolean
}

const labelWidth = 9
const p95 = 0.95

/**
 * The diagnostic report: what is shared, letter for letter. Topics and hosts are masked unless chosen; user name,
 * password, payloads and what brokers said in their own words are never in it.
 */
export function reportText(facts: ReportFacts, choice: ReportChoice, t: Translate): string {
  const { profile, traffic, now, events } = facts
  const secrets = [profile.password, profile.username]
  // whatever a person or a broker has named: one line, without the secrets
  const foreign = (text: string) => withoutSecrets(oneLine(text), secrets)
  const mask = topicMask()
  const topic = (text: string) => foreign(choice.hasTopics ? text : mask(text))
  const { protocolVersion, keepAliveSeconds, keepSession, sessionExpirySeconds } = profile
  const summary = summarize(events)
  const { resumed, connected, caughtUp, lost } = summary
  const ack = percentile(traffic.roundTripsMs, p95)
  const version = protocolVersion === 5 ? '5.0' : '3.1.1'
  const expiry = keepSession ? `expiry ${sessionExpirySeconds} s` : 'clean start'
  const lines = [
    `Homing ${facts.version} · ${foreign(facts.platform)}`,
    line('broker', foreign(addressOf(profile.url, choice.hasHosts))),
    line('mqtt', `${version} · keep ${keepAliveSeconds} s · ${expiry}`),
    line('time', `${dateOf(now)} ${shortTime(now)}`),
    line('log', t('report.period', { duration: duration(now - (summary.since ?? now), t), n: connected })),
    line('resume', t('report.session', { resumed, connected, caughtUp, lost })),
    line(
      'rx / tx',
      `${thousands(traffic.received)} / ${thousands(traffic.sent)}${ack === undefined ? '' : ` · p95 ack ${Math.round(ack)} ms`}`,
    ),
    line('last err', problemOf(summary.lastProblem, t)),
  ]
  if (!choice.hasEvents || events.length === 0) return lines.join('\n')
  const rows = events.slice(-reportEvents).map((event) => {
    const { title, note } = eventWords(event, t, { topic, hasDetails: false })
    // the type of a network is the platform's word
    const words = [title, event.name === 'network' ? foreign(note) : note].filter(Boolean).join(' · ')
    return `${dateOf(event.at)} ${clockTime(event.at)}${milliseconds(event.at)}  ${words}`
  })
  return [...lines, '', ...rows.reverse()].join('\n')
}

const line = (label: string, value: string) => `${label}${'         '.slice(label.length, labelWidth)} ${value}`

function addressOf(url: string, isShown: boolean): string {
  const { scheme, host, port, path } = parseAddress(url).parts
  return `${scheme}://${isShown ? host : maskHost(host)}${port === '' ? '' : `:${port}`}${maskPath(path, isShown)}`
}

function problemOf(problem: ReturnType<typeof summarize>['lastProblem'], t: Translate): string {
  if (!problem) return t('report.none')
  const code = problem.mqttCode === undefined ? '' : `${hexCode(problem.mqttCode)} `
  return `${code}${eventWords(problem, t, { topic: () => '', hasDetails: false }).title} (${clockTime(problem.at)})`
}

/** MM-DD */
function dateOf(at: number): string {
  const date = new Date(at)
  const two = (n: number) => (n < 10 ? `0${n}` : String(n))
  return `${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
