import { parseAddress } from '@/core/profile/address'
import { sessionDefaults } from '@/core/profile/defaults'
import type { LinkOptions } from '../mqtt/types'

/** Whose connection is examined: of a profile, only what the first CONNECT needs. */
export interface DoctorSubject {
  url: string
  protocolVersion: 4 | 5
  username: string
  password: string
}

const keepAliveSeconds = 30

/** A client ID of its own: to connect under the profile's would take its session over. No session is kept. */
export function doctorClient(subject: DoctorSubject, protocolVersion: 4 | 5, random: () => number): LinkOptions {
  const { url, username, password } = subject
  const { connectTimeoutMs, receiveMaximum, maximumPacketSize } = sessionDefaults
  return {
    url: parseAddress(url).url ?? url,
    protocolVersion,
    clientId: `homing-doctor-${randomWord(random)}`,
    username: username === '' ? undefined : username,
    password: password === '' ? undefined : password,
    cleanStart: true,
    sessionExpirySeconds: 0,
    ...{ keepAliveSeconds, connectTimeoutMs, receiveMaximum, maximumPacketSize },
    receivedIds: new Set(),
    whenCommitted: (done) => done(),
  }
}

/** A topic that nobody else knows. */
export const echoTopic = (random: () => number): string => `homing-doctor/${randomWord(random)}`

/** Nine letters and digits: with what stands before it, within the 23 of a 3.1.1 client ID. */
export function randomWord(random: () => number): string {
  return Array.from({ length: 9 }, () => Math.floor(random() * 36).toString(36)).join('')
}
