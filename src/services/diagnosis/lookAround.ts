import type { SocketObservation } from '@/core/doctor/failures'
import { secondAttempts, type SecondAttempt } from '@/core/doctor/secondAttempts'
import { isAmbiguous } from '@/core/session/reasons'
import type { Clock } from '../session/config'
import { answersHttp } from './httpProbe'
import { opens, type Sockets } from './opens'

export interface LookAroundOptions {
  /** what to open, in this order; by default what `core/doctor/secondAttempts` says */
  attempts?: (url: string, why: SocketObservation['why']['code']) => SecondAttempt[]
}

/** One attempt, ms: whoever has not answered by then is not there. */
const attemptMs = 2_000
/** All of them; the person waits. */
const allAttemptsMs = 10_000

/**
 * Looks for what a failed WebSocket means by opening what is like it.
 * @param onTrying told what is opened now; what it throws ends the search
 */
export async function lookAround(
  services: Sockets & { clock: Clock },
  { url, why }: Pick<SocketObservation, 'url' | 'why'>,
  { attempts = secondAttempts }: LookAroundOptions,
  onTrying: (url: string) => void,
): Promise<Omit<SocketObservation, 'url' | 'why'>> {
  const endsAt = services.clock.now() + allAttemptsMs
  let opensWithoutSubProtocol = false
  for (const { kind, url: other } of attempts(url, why.code)) {
    const timeoutMs = Math.min(attemptMs, endsAt - services.clock.now())
    if (timeoutMs <= 0) break
    onTrying(other)
    const hasOpened = await opens(services, {
      url: other,
      timeoutMs,
      withoutSubProtocol: kind === 'noSubProtocol',
    })
    if (!hasOpened) continue
    if (kind !== 'noSubProtocol') return { opensWithoutSubProtocol, opened: { kind, url: other } }
    opensWithoutSubProtocol = true
  }
  if (opensWithoutSubProtocol || !isAmbiguous(why)) return { opensWithoutSubProtocol }
  onTrying(url)
  return { answersHttp: await answersHttp(url.replace(/^ws/, 'http'), attemptMs) }
}
