import { parseAddress } from '@/core/profile/address'
import { sessionDefaults } from '@/core/profile/defaults'
import type { Profile } from '@/core/profile/profile'
import { statusTopic } from '@/features/connections/clientId'
import { isWillValid, willFormOf, willOf, type WillForm } from './willForm'

/** What stands in the form: as typed, valid or not. */
export interface Form extends WillForm {
  address: string
  name: string
  protocolVersion: 4 | 5
  clientId: string
  username: string
  password: string
  /** without one in the field: it is to be asked for */
  usesPassword: boolean
  keepsPassword: boolean
  keepSession: boolean
  keepAlive: string
  sessionExpirySeconds: number
  unknownRule: Profile['unknownRule']
  /** bytes */
  maximumPacketSize: number
}

export function formOf(profile: Profile): Form {
  const { url, name, protocolVersion, clientId, username, password, keepSession, keepAliveSeconds } = profile
  const { sessionExpirySeconds, unknownRule, usesPassword = false, keepsPassword = false } = profile
  return {
    address: url,
    ...{ name, protocolVersion, clientId, username, password, keepSession, sessionExpirySeconds, unknownRule },
    ...{ usesPassword, keepsPassword },
    keepAlive: String(keepAliveSeconds),
    maximumPacketSize: profile.maximumPacketSize ?? sessionDefaults.maximumPacketSize,
    ...willFormOf(profile),
  }
}

const maxKeepAlive = 65_535

/** MQTT 5 §3.1.2.10. @returns undefined when it is no whole number in range */
export function keepAliveOf(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined
  const seconds = Number(text)
  return seconds <= maxKeepAlive ? seconds : undefined
}

/** @returns the profile with what was typed, or undefined while something is not valid */
export function profileOf(form: Form, base: Profile): Profile | undefined {
  const { url, parts } = parseAddress(form.address)
  const keepAliveSeconds = keepAliveOf(form.keepAlive)
  const isValid = form.clientId !== '' && isWillValid(form)
  if (url === undefined || keepAliveSeconds === undefined || !isValid) return undefined
  const { protocolVersion, clientId, username, password, keepSession, sessionExpirySeconds, unknownRule } = form
  const name = form.name.trim() || parts.host
  const { maximumPacketSize: _, usesPassword: _uses, keepsPassword: _keeps, ...rest } = base
  const isDefaultSize = form.maximumPacketSize === sessionDefaults.maximumPacketSize
  return {
    ...rest,
    ...{ name, url, protocolVersion, clientId, username, password },
    ...{ keepSession, keepAliveSeconds, sessionExpirySeconds, unknownRule },
    ...(isDefaultSize ? undefined : { maximumPacketSize: form.maximumPacketSize }),
    ...((form.usesPassword || password !== '') && { usesPassword: true }),
    ...(form.keepsPassword && { keepsPassword: true }),
    will: willOf(form),
    isPaused: false,
  }
}

export function isSameForm(a: Form, b: Form): boolean {
  return (Object.keys(a) as (keyof Form)[]).every((key) => a[key] === b[key])
}

/** Another client ID; a status topic that was named after the old one follows. */
export function withClientId(form: Form, clientId: string): Partial<Form> {
  const isNamedAfter = form.willTopic === statusTopic(form.clientId)
  return isNamedAfter ? { clientId, willTopic: statusTopic(clientId) } : { clientId }
}

/** The address with another path. */
export function withPath(address: string, path: string): string {
  const { parts } = parseAddress(address)
  return `${parts.scheme}://${parts.host}${parts.port === '' ? '' : `:${parts.port}`}${path}`
}
