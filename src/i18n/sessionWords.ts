import { sessionDefaults } from '@/core/profile/defaults'
import type { Candidate, Reason } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { hexCode } from './format'
import type { Translate } from './t'

/** The shapes in which a session's state is shown. `asking`: nothing is wrong, the person has to say something. */
export type StateKind = 'online' | 'resuming' | 'retry' | 'attention' | 'asking' | 'paused'

interface StateWords {
  kind: StateKind
  /** What the state is called */
  word: string
  /** Why, where there is a reason */
  detail?: string
}

/** Shorter waits are not counted: words that change with every attempt cannot be read. */
const countedFromMs = 3_000

/** Whether a wait is over before its countdown could be read. */
export function isShortWait(status: SessionStatus): boolean {
  return status.name === 'waiting' && status.retryAt - status.since < countedFromMs
}

interface StateContext {
  /** A session of ours is known to wait at the broker */
  isResuming?: boolean
  /** Of the last failure: an attempt under way has none of its own, and words that come and go cannot be read */
  lastReason?: Reason
}

/** The words for where a session is. @param now epoch ms */
export function stateWords(
  status: SessionStatus,
  t: Translate,
  now: number,
  { isResuming = false, lastReason }: StateContext = {},
): StateWords {
  switch (status.name) {
    case 'online':
      return { kind: 'online', word: t('state.online') }
    case 'connecting':
    case 'handshaking':
      if (status.attempt > 1) {
        const detail = lastReason && t(`reason.${lastReason.code}`)
        return { kind: 'retry', word: t('state.retryingNow'), ...(detail !== undefined && { detail }) }
      }
      return { kind: 'resuming', word: t(isResuming ? 'state.resuming' : 'state.connecting') }
    case 'paused':
      return { kind: 'resuming', word: t('state.resuming') }
    case 'waiting': {
      const seconds = Math.ceil((status.retryAt - now) / 1_000)
      const word = seconds > 0 && !isShortWait(status) ? t('state.retry', { seconds }) : t('state.retryingNow')
      return { kind: 'retry', word, detail: t(`reason.${status.reason.code}`) }
    }
    case 'offline':
      return { kind: 'retry', word: t('state.offline'), detail: t('state.offline.detail') }
    case 'blocked':
      if (status.reason.code === 'passwordMissing') return { kind: 'asking', word: t('state.password') }
      return { kind: 'attention', word: t('state.attention'), detail: t(`reason.${status.reason.code}`) }
    case 'idle':
      return { kind: 'paused', word: t('state.paused'), detail: t('state.paused.detail') }
  }
}

/** Why a session stands still: the reason, what to do next, and what it may be where the platform did not say. */
export function reasonWords(reason: Reason, t: Translate): { title: string; next: string; code?: string } {
  return {
    title: t(`reason.${reason.code}`),
    next: adviceOf(reason, t),
    ...(reason.mqttCode !== undefined && { code: t('reason.code', { code: hexCode(reason.mqttCode) }) }),
  }
}

function adviceOf({ code, candidates }: Reason, t: Translate): string {
  // its usual words announce a list
  if (code === 'connectFailed' && candidates.length === 0) return t('reason.connectFailed.next.none')
  if (code === 'connectFailed' && candidates.length === 1) return t('reason.connectFailed.next.one')
  return t(`reason.${code}.next`, { seconds: sessionDefaults.connectTimeoutMs / 1_000 })
}

export function candidateWords(candidate: Candidate, t: Translate): string {
  return candidate.code === 'wrongPath'
    ? t('candidate.wrongPath', { path: candidate.path })
    : t(`candidate.${candidate.code}`)
}

/** PUBACK and PUBREC reason codes, MQTT 5 §3.4.2.1. */
export function refusalWords(mqttCode: number, t: Translate): string {
  switch (mqttCode) {
    case 0x87:
      return t('sent.refused.notAuthorized')
    case 0x90:
      return t('sent.refused.topic')
    case 0x95:
      return t('sent.refused.tooLarge')
    case 0x97:
      return t('sent.refused.quota')
    default:
      return t('sent.refused.other')
  }
}
