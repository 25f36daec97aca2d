import { parseAddress, type ParsedAddress } from '../profile/address'
import type { Failure, Note, StepId } from './steps'

/** What the address alone tells, without opening anything. */
export type AddressFinding =
  { step: StepId; state: 'passed' | 'noted'; note: Note } | { step: StepId; state: 'failed'; failure: Failure }

export const usualPath = '/mqtt'

/**
 * Reads host, scheme and port, and path of an address. Ends at the first that cannot be opened.
 * @param text an address as typed or stored
 */
export function addressSteps(text: string): AddressFinding[] {
  const parsed = parseAddress(text)
  const { problem, parts } = parsed
  if (problem === 'empty' || problem === 'noHost' || problem === 'badHost')
    return [{ step: 'address', ...failed(parsed) }]
  const host: AddressFinding = { step: 'address', state: 'passed', note: { code: 'host', host: parts.host } }
  if (parsed.url === undefined) return [host, { step: 'port', ...failed(parsed) }]
  const scheme = parsed.url.slice(0, parsed.url.indexOf(':'))
  const port = parts.port || (scheme === 'wss' ? '443' : '80')
  const isTcp = problem === 'tcpPort'
  const path = pathOf(parsed.url)
  return [
    host,
    { step: 'port', state: isTcp ? 'noted' : 'passed', note: { code: isTcp ? 'tcpPort' : 'port', scheme, port } },
    path === '/'
      ? { step: 'path', state: 'noted', note: { code: 'noPath', path } }
      : { step: 'path', state: 'passed', note: { code: 'path', path } },
  ]
}

function failed({ problem, fixes }: ParsedAddress): { state: 'failed'; failure: Failure } {
  const best = fixes[0]
  return { state: 'failed', failure: { problem, fix: best ? { kind: 'address', url: best.url } : { kind: 'edit' } } }
}

/** The path without its query: tokens stand there. */
function pathOf(url: string): string {
  return /^wss?:\/\/[^/]+([^?#]*)/.exec(url)?.[1] || '/'
}
