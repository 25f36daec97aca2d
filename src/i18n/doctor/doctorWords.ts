import { redact, withoutQuery } from '@/core/doctor/redact'
import { doctorSteps, type Failure, type Note, type StepId, type StepResult } from '@/core/doctor/steps'
import type { Profile } from '@/core/profile/profile'
import { isTerminal } from '@/core/session/reasons'
import { hexCode } from '../format'
import { candidateWords, reasonWords } from '../sessionWords'
import type { Translate } from '../t'

/** What a step is called. */
export function stepName(step: StepId, isWeapp: boolean, t: Translate): string {
  if (step === 'domain') return t(isWeapp ? 'doctor.step.domain.weapp' : 'doctor.step.domain.h5')
  return t(`doctor.step.${step}`)
}

/** `第 5 步，打开 WebSocket，失败` */
export function stepSentence(step: StepId, result: StepResult | undefined, isWeapp: boolean, t: Translate): string {
  const n = doctorSteps.indexOf(step) + 1
  const state = t(`doctor.state.${result?.state ?? 'waiting'}`)
  return t('doctor.step.label', { n, step: stepName(step, isWeapp, t), state })
}

/** `12 ms`, `1.6 s`. */
export function stepTime(ms: number, t: Translate): string {
  if (ms < 1_000) return `${Math.max(1, Math.round(ms))} ms`
  return t('duration.seconds', { n: (ms / 1_000).toFixed(1) })
}

export function noteWords(note: Note, t: Translate): string {
  switch (note.code) {
    case 'host':
      return note.host
    case 'port':
      return `${note.scheme} · ${note.port}`
    case 'tcpPort':
      return t('doctor.note.tcpPort', { scheme: note.scheme, port: note.port })
    case 'path':
      return note.path
    case 'noPath':
      return t('doctor.note.noPath', { path: note.path })
    case 'accepted':
      return `MQTT ${note.protocolVersion === 5 ? '5' : '3.1.1'}`
    case 'granted':
      return `QoS ${note.qos}`
    case 'lowered':
    case 'returnedLower':
      return t(`doctor.note.${note.code}`, { qos: note.qos })
    case 'subscribeDenied':
    case 'publishDenied':
      return t(`doctor.note.${note.code}`, { code: hexCode(note.mqttCode) })
    default:
      return t(`doctor.note.${note.code}`)
  }
}

interface FailureWords {
  title: string
  /** what the doctor goes by */
  evidence: string
  /** what it may be where nothing is known, likeliest first */
  candidates: string[]
  fix: string
  /** as the platform and the broker put it */
  raw?: string
}

export function failureWords(failure: Failure, profile: Profile, t: Translate): FailureWords {
  const { reason } = failure
  const code = reason?.mqttCode === undefined ? undefined : t('reason.code', { code: hexCode(reason.mqttCode) })
  const raw = [code, reason?.detail].filter(Boolean).join(' · ')
  return {
    ...causeWords(failure, profile, t),
    candidates: reason?.candidates.map((candidate) => candidateWords(candidate, t)) ?? [],
    fix: fixWords(failure, t),
    ...(raw !== '' && { raw: redact(raw, profile) }),
  }
}

function causeWords(failure: Failure, profile: Profile, t: Translate): { title: string; evidence: string } {
  const { found, reason, problem } = failure
  if (problem) {
    const params = { scheme: profile.url.slice(0, Math.max(0, profile.url.indexOf(':'))), port: '' }
    return { title: t(`address.${problem}`, params), evidence: t(`address.${problem}.why`) }
  }
  switch (found?.kind) {
    case 'path': {
      const hasPath = /^wss?:\/\/[^/]+\/[^?#]/.test(profile.url)
      const why = hasPath ? 'doctor.found.path.why' : 'doctor.found.noPath.why'
      return { title: t('doctor.found.path'), evidence: t(why, { path: found.path }) }
    }
    case 'address':
      return {
        title: t('doctor.found.address'),
        evidence: t('doctor.found.address.why', { url: withoutQuery(found.url) }),
      }
    case 'noSubProtocol':
    case 'version':
      return { title: t(`doctor.found.${found.kind}`), evidence: t(`doctor.found.${found.kind}.why`) }
    case undefined:
      break
  }
  if (!reason) return { title: t('doctor.silent'), evidence: t('doctor.silent.why') }
  switch (reason.code) {
    case 'peerSilent':
      return { title: t('doctor.silent'), evidence: t('doctor.silent.why') }
    case 'closedByPeer':
      return { title: t('reason.closedByPeer'), evidence: t('doctor.closed.why') }
    case 'tooManySockets':
      return { title: t('reason.tooManySockets'), evidence: t('doctor.noPlace.why') }
    case 'notAuthorized':
    case 'badClientId':
      return { title: t(`reason.${reason.code}`), evidence: t('doctor.ownClientId') }
    default: {
      const { title, next } = reasonWords(reason, t)
      return { title, evidence: next }
    }
  }
}

function fixWords({ fix, found, reason }: Failure, t: Translate): string {
  switch (fix.kind) {
    case 'address':
      return t('doctor.fix.use', { value: found?.kind === 'path' ? found.path : withoutQuery(fix.url) })
    case 'version':
      return t('doctor.fix.use', { value: 'MQTT 3.1.1' })
    case 'again':
      return t(reason && isTerminal(reason) ? 'common.retry' : 'doctor.fix.again')
    default:
      return t(`doctor.fix.${fix.kind}`)
  }
}

interface Findings {
  profile: Profile
  results: Partial<Record<StepId, StepResult>>
  isWeapp: boolean
}

const marks = { running: '…', passed: '✓', noted: '!', failed: '✗' } as const

/** The result as text, to be given to somebody: without credentials. */
export function doctorReport({ profile, results, isWeapp }: Findings, t: Translate): string {
  const version = `MQTT ${profile.protocolVersion === 5 ? '5' : '3.1.1'}`
  const head = [`Homing 归信 · ${t('doctor.title')}`, `${withoutQuery(profile.url)} · ${version}`]
  const lines = doctorSteps.map((step, index) => {
    const result = results[step]
    const name = `${index + 1}. ${stepName(step, isWeapp, t)}`
    if (!result || result.state === 'running') return `○ ${name}`
    const note = 'note' in result && result.note ? noteWords(result.note, t) : undefined
    const line = [`${marks[result.state]} ${name}`, note, stepTime(result.ms, t)].filter(Boolean).join(' · ')
    if (result.state !== 'failed') return line
    const { title, evidence, candidates, raw } = failureWords(result.failure, profile, t)
    return [line, title, evidence, ...candidates.map((candidate, i) => `${i + 1}. ${candidate}`), raw]
      .filter(Boolean)
      .join('\n   ')
  })
  return redact([...head, ...lines].join('\n'), profile)
}
