import { once } from 'node:events'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'
import type { SecondAttempt } from '../../src/core/doctor/secondAttempts'
import type { StepId, StepResult } from '../../src/core/doctor/steps'
import { examine } from '../../src/services/diagnosis/doctor'
import type { DoctorSubject } from '../../src/services/diagnosis/doctorClient'
import { openLink } from '../../src/services/mqtt/link'
import { systemClock } from '../../src/services/session/config'
import { createSocketPlaces } from '../../src/services/session/places'
import { h5Socket } from '../../src/services/socket/socket.h5'
import { weappSocket } from '../../src/services/socket/socket.weapp'
import { startAedes } from '../support/brokers/aedes'
import { startMosquitto } from '../support/brokers/mosquitto'
import type { Broker } from '../support/brokers/types'
import { startFaultProxy } from '../support/faultProxy'
import { describeWith } from '../support/requirements'
import { startPhone, type Phone } from './phone'

let phone: Phone
beforeEach(async () => {
  phone = await startPhone()
  Object.assign(globalThis, { WebSocket, wx: phone.wx, location: { protocol: 'http:' } })
})
afterEach(() => phone.dispose())

const ports = { h5: h5Socket, weapp: weappSocket }

interface Run {
  on?: keyof typeof ports
  limit?: number
  attempts?: SecondAttempt[]
}

/** Examines to the end. @returns `step state note` of each result, and the failure */
async function findings(
  subject: Partial<DoctorSubject> & { url: string },
  { on = 'h5', limit = 5, attempts }: Run = {},
) {
  const results = new Map<StepId, StepResult>()
  const places = createSocketPlaces(limit)
  const services = {
    ...{ socketPort: ports[on], places, openLink, clock: systemClock, random: Math.random },
    pausesWhenHidden: on === 'weapp',
  }
  const full = { protocolVersion: 5, username: '', password: '', ...subject } as const
  const options = attempts && { attempts: () => attempts }
  await examine(full, services, (step, result) => results.set(step, result), options).ended
  expect(places.holders()).toEqual([])
  const lines = [...results].map(([step, result]) => {
    const note = 'note' in result ? result.note?.code : undefined
    return [step, result.state, note].filter(Boolean).join(' ')
  })
  const last = [...results.values()].find(({ state }) => state === 'failed')
  return { lines, failure: last?.state === 'failed' ? last.failure : undefined }
}

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

describeWith({ mosquitto: true }, 'the doctor before mosquitto', () => {
  let broker: Broker
  beforeAll(async () => {
    broker = await startMosquitto({ login: { username: 'ada', password: 'right' } })
  })
  afterAll(() => broker?.stop())
  const login = { username: 'ada', password: 'right' }

  it.each(['h5', 'weapp'] as const)('finds nothing wrong where nothing is (%s)', async (on) => {
    for (const protocolVersion of [5, 4] as const) {
      const { lines, failure } = await findings({ url: `${broker.wsUrl}/mqtt`, protocolVersion, ...login }, { on })
      expect(failure).toBeUndefined()
      expect(lines).toEqual([
        'address passed host',
        'port passed port',
        'path passed path',
        'domain passed notBlocked',
        'socket passed',
        `subProtocol passed ${on === 'h5' ? 'subProtocolChosen' : 'subProtocolAsked'}`,
        'connack passed accepted',
        'subscribe passed granted',
        'echo passed returned',
      ])
    }
  })

  it('names a refused password as the broker does', async () => {
    const { lines, failure } = await findings({ url: `${broker.wsUrl}/mqtt`, username: 'ada', password: 'wrong' })
    expect(lines[lines.length - 1]).toBe('connack failed')
    expect(failure).toMatchObject({ fix: { kind: 'login' } })
    // mosquitto calls both so
    expect(['badCredentials', 'notAuthorized']).toContain(failure?.reason?.code)
  })

  it('says of a TCP port what it may be, and finds the WebSocket port by opening it', async () => {
    const url = `ws://127.0.0.1:${broker.tcpPort}/mqtt`
    const unknown = await findings({ url, ...login }, { attempts: [{ kind: 'noSubProtocol', url }] })
    expect(unknown.lines[unknown.lines.length - 1]).toBe('socket failed')
    expect(unknown.failure?.found).toBeUndefined()
    expect(unknown.failure?.reason?.candidates.map(({ code }) => code)).toContain('rawTcp')
    expect(unknown.failure?.fix).toEqual({ kind: 'edit' })

    const right = `${broker.wsUrl}/mqtt`
    const found = await findings({ url, ...login }, { attempts: [{ kind: 'address', url: right }] })
    expect(found.failure).toMatchObject({
      found: { kind: 'address', url: right },
      fix: { kind: 'address', url: right },
    })
  })

  it('takes the refusals of an ACL for answers', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'homing-acl-'))
    const file = path.join(folder, 'acl')
    writeFileSync(file, 'topic readwrite open/#\n', { mode: 0o600 })
    const guarded = await startMosquitto({ mosquittoConfig: [`acl_file ${file}`] })
    try {
      const url = `${guarded.wsUrl}/mqtt`
      const newer = await findings({ url })
      expect(newer.failure).toBeUndefined()
      expect(newer.lines[newer.lines.length - 1]).toBe('echo noted publishDenied')
    } finally {
      await guarded.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('tells refusing from silent only where the platform does', async () => {
    const proxy = await startFaultProxy(broker.wsUrl)
    try {
      proxy.refuse(true)
      const refused = await findings({ url: `${proxy.url}/mqtt`, ...login }, { attempts: [] })
      expect(refused.lines[refused.lines.length - 1]).toBe('socket failed')
      expect(refused.failure).toMatchObject({ reason: { code: 'connectFailed' }, fix: { kind: 'edit' } })
    } finally {
      await proxy.stop()
    }
  })

  it('leaves a place to sessions, and takes none that is wanted', async () => {
    const { lines, failure } = await findings({ url: `${broker.wsUrl}/mqtt` }, { limit: 1 })
    expect(lines[lines.length - 1]).toBe('socket failed')
    expect(failure).toMatchObject({ reason: { code: 'tooManySockets' }, fix: { kind: 'again' } })
  })
})

describe('the doctor before servers of other kinds', () => {
  it('finds the path where the WebSocket is', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/mqtt', handleProtocols: () => 'mqtt' })
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      const { lines, failure } = await findings({ url: `ws://127.0.0.1:${port}/` })
      expect(lines).toContain('path noted noPath')
      expect(lines[lines.length - 1]).toBe('socket failed')
      expect(failure).toMatchObject({ found: { kind: 'path', path: '/mqtt' }, fix: { kind: 'address' } })
    } finally {
      server.close()
    }
  })

  it('tells a WebSocket that is not for MQTT', async () => {
    // chooses no sub-protocol: the browser ends the handshake then
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => false })
    await once(server, 'listening')
    try {
      const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`
      const { lines, failure } = await findings({ url }, { attempts: [{ kind: 'noSubProtocol', url }] })
      expect(lines.slice(-2)).toEqual(['socket passed', 'subProtocol failed'])
      expect(failure).toMatchObject({ found: { kind: 'noSubProtocol' }, fix: { kind: 'edit' } })
    } finally {
      server.close()
    }
  })

  it('goes on with MQTT 3.1.1 where a broker refuses 5, as the session does', async () => {
    const broker = await startAedes()
    try {
      const { lines } = await findings({ url: `${broker.wsUrl}/mqtt` })
      expect(lines.slice(-3)).toEqual(['connack noted fellBack', 'subscribe passed granted', 'echo passed returned'])
    } finally {
      await broker.stop()
    }
  })

  it('stops when nobody wants it any more, and tells nothing then', async () => {
    const server = createServer(() => undefined)
    const port = await listening(server)
    const told: string[] = []
    const places = createSocketPlaces(5)
    const services = { socketPort: h5Socket, places, openLink, clock: systemClock, random: Math.random }
    const subject = { url: `ws://127.0.0.1:${port}/mqtt`, protocolVersion: 5, username: '', password: '' } as const
    const connected = once(server, 'connection')
    const examination = examine(subject, { ...services, pausesWhenHidden: false }, (step) => told.push(step))
    await connected
    examination.cancel()
    const before = told.length
    await examination.ended
    expect(told).toHaveLength(before)
    expect(places.holders()).toEqual([])
    server.close()
  })
})
