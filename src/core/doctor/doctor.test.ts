import fc from 'fast-check'
import { isLocal } from '../profile/address'
import { reason, reasonTable, type ReasonCode } from '../session/reasons'
import { addressSteps } from './addressSteps'
import { echoAnswer, isEchoOver, subscribeAnswer, type EchoObservation } from './answers'
import { connackFailure, laterFailure, mayBeTooNew, socketFailure, type SocketObservation } from './failures'
import { redact, withoutQuery } from './redact'
import { secondAttempts } from './secondAttempts'
import { doctorSteps, stepIndex } from './steps'

const codes = Object.keys(reasonTable) as ReasonCode[]
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/)
const url = fc
  .tuple(
    fc.constantFrom('ws', 'wss'),
    fc.oneof(
      fc.constant('192.168.1.5'),
      word.map((w) => `${w}.example`),
    ),
  )
  .chain(([scheme, host]) =>
    fc
      .tuple(fc.constantFrom('', ':1883', ':8083', ':9001'), fc.constantFrom('/', '/mqtt', '/a/b'))
      .map(([port, path]) => `${scheme}://${host}${port}${path}`),
  )

describe('what an address alone tells', () => {
  const read = (text: string) => addressSteps(text).map(({ step, state }) => `${step} ${state}`)

  it.each([
    ['wss://mq.example:8084/mqtt', ['address passed', 'port passed', 'path passed']],
    ['wss://mq.example:8084', ['address passed', 'port passed', 'path noted']],
    ['ws://10.0.0.2:1883/mqtt', ['address passed', 'port noted', 'path passed']],
    ['mqtt://10.0.0.2:1883', ['address passed', 'port failed']],
    ['https://mq.example', ['address passed', 'port failed']],
    ['wss://mq.example:99999/mqtt', ['address passed', 'port failed']],
    ['wss:///mqtt', ['address failed']],
    ['', ['address failed']],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('names the port that is meant where none is written, and shows no query', () => {
    const notes = (text: string) => addressSteps(text).map((s) => ('note' in s ? s.note : undefined))
    expect(notes('wss://mq.example/mqtt?token=abc')).toEqual([
      { code: 'host', host: 'mq.example' },
      { code: 'port', scheme: 'wss', port: '443' },
      { code: 'path', path: '/mqtt' },
    ])
  })
})

describe('second attempts', () => {
  it('differ from the first and are of the same host, and never give encryption up for a public one', () => {
    fc.assert(
      fc.property(url, fc.constantFrom(...codes), (first, why) => {
        const host = /\/\/([^/:]+)/.exec(first)?.[1] ?? ''
        for (const { kind, url: other } of secondAttempts(first, why)) {
          expect(other === first).toBe(kind === 'noSubProtocol')
          expect(/\/\/([^/:]+)/.exec(other)?.[1]).toBe(host)
          if (first.startsWith('wss:') && !isLocal(host)) expect(other).toMatch(/^wss:/)
        }
      }),
    )
  })

  it('are none where the platform or the broker has said why', () => {
    for (const code of ['domainNotListed', 'tooManySockets', 'badCredentials', 'interrupted'] as const) {
      expect(secondAttempts('wss://mq.example/mqtt', code)).toEqual([])
    }
  })

  it('begin with other ports where the port is one of MQTT over TCP', () => {
    expect(secondAttempts('wss://mq.example:8883/mqtt', 'connectFailed')[0]?.url).toBe('wss://mq.example:8084/mqtt')
    expect(secondAttempts('wss://mq.example:8084/mqtt', 'connectFailed')[0]?.kind).toBe('noSubProtocol')
  })

  it('leave other paths alone where nobody answers, and keep the query', () => {
    const silent = secondAttempts('ws://10.0.0.2:1883/?k=v', 'connectTimeout')
    expect(silent.every(({ kind }) => kind === 'address')).toBe(true)
    expect(silent[0]?.url).toBe('ws://10.0.0.2:8083/mqtt?k=v')
  })
})

describe('why no WebSocket opened', () => {
  const observation: fc.Arbitrary<SocketObservation> = fc.record(
    {
      url,
      why: fc.constantFrom(...codes).map((code) => reason(code)),
      opened: fc.record({ kind: fc.constantFrom('path' as const, 'address' as const), url }),
      opensWithoutSubProtocol: fc.boolean(),
      answersHttp: fc.boolean(),
    },
    { requiredKeys: ['url', 'why'] },
  )

  it('is never claimed beyond what was seen, and always ends in one fix', () => {
    fc.assert(
      fc.property(observation, (seen) => {
        const { step, failure } = socketFailure(seen)
        expect(['address', 'domain', 'socket', 'subProtocol']).toContain(step)
        expect(step === 'subProtocol').toBe(seen.opensWithoutSubProtocol === true)
        expect(failure.reason?.code).toBe(seen.why.code)
        const { found, fix } = failure
        if (found?.kind === 'path' || found?.kind === 'address') expect(found.url).toBe(seen.opened?.url)
        if (found?.kind === 'noSubProtocol') expect(seen.opensWithoutSubProtocol).toBe(true)
        if (fix.kind === 'address') expect(fix.url).toBe(seen.opened?.url)
        expect(fix.kind === 'address').toBe(seen.opened !== undefined)
        // what may be is listed only while nothing is known
        if (found) expect(failure.reason?.candidates).toEqual([])
        const mayBe = failure.reason?.candidates.map(({ code }) => code) ?? []
        if (!seen.url.startsWith('wss:')) expect(mayBe).not.toContain('certificate')
      }),
    )
  })

  it.each([
    ['domainNotListed', 'domain', 'edit'],
    ['insecureBlocked', 'domain', 'edit'],
    ['invalidAddress', 'address', 'edit'],
    ['refused', 'socket', 'edit'],
    ['tooManySockets', 'socket', 'again'],
    ['interrupted', 'socket', 'again'],
  ] as const)('%s stops at %s, and what mends it is: %s', (code, step, kind) => {
    expect(socketFailure({ url: 'wss://mq.example/', why: reason(code) })).toMatchObject({
      step,
      failure: { fix: { kind } },
    })
  })
})

describe('what the broker answered', () => {
  it.each([
    ['badCredentials', 'login'],
    ['notAuthorized', 'login'],
    ['badClientId', 'edit'],
    ['serverBusy', 'again'],
    ['closedByPeer', 'again'],
  ] as const)('CONNACK, %s: %s', (code, kind) => {
    expect(connackFailure(reason(code), false).fix.kind).toBe(kind)
  })

  it('blames the version only after the older one was accepted', () => {
    expect(connackFailure(reason('closedByPeer'), false).found).toBeUndefined()
    expect(connackFailure(reason('closedByPeer'), true).fix).toEqual({ kind: 'version', protocolVersion: 4 })
    expect(mayBeTooNew(4, reason('closedByPeer'))).toBe(false)
    expect(mayBeTooNew(5, reason('badCredentials'))).toBe(false)
    expect(laterFailure(undefined)).toMatchObject({ reason: { code: 'peerSilent' }, fix: { kind: 'again' } })
  })

  it('takes every SUBACK for an answer', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2, 0x80, 0x87, 0x8f, 0x97, 0x9e), (code) => {
        const { state, note } = subscribeAnswer(code)
        expect(state).toBe(code === 1 || code === 2 ? 'passed' : 'noted')
        if (code >= 0x80) expect(note).toEqual({ code: 'subscribeDenied', mqttCode: code })
      }),
    )
  })

  const base = { protocolVersion: 5, isSubscribed: true } as const
  it.each<[EchoObservation, string | undefined, boolean]>([
    [{ ...base, pubackCode: 0, returnedQos: 1 }, 'returned', true],
    [{ ...base, returnedQos: 1 }, undefined, false],
    [{ ...base, pubackCode: 0 }, 'notReturned', false],
    [{ ...base, protocolVersion: 4, pubackCode: 0 }, 'notReturned4', false],
    [{ ...base, pubackCode: 0x87 }, 'publishDenied', true],
    [{ ...base, isSubscribed: false, pubackCode: 0 }, 'onlyAcknowledged', true],
    [{ ...base, returnedQos: 0 }, 'returnedLower', true],
    [base, undefined, false],
  ])('echo %j', (seen, note, isOver) => {
    expect(echoAnswer(seen)?.note.code).toBe(note)
    expect(isEchoOver(seen)).toBe(isOver)
  })
})

describe('what leaves the phone', () => {
  it('has no credentials in it', () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9.*+?$(|]{3,12}$/)
    fc.assert(
      fc.property(secret, secret, secret, (username, password, token) => {
        const text = `user ${username} denied (${password}) at wss://h/mqtt?token=${token}`
        const clean = redact(text, { url: `wss://h/mqtt?token=${token}`, username, password })
        for (const hidden of [username, password, token]) expect(clean.replace(/•••/g, '')).not.toContain(hidden)
      }),
    )
    expect(redact('nothing to hide', { url: 'ws://h/', username: '', password: '' })).toBe('nothing to hide')
    expect(withoutQuery('wss://h:1/a?token=b')).toBe('wss://h:1/a')
  })
})

test('nine steps in their order', () => {
  expect(doctorSteps.map(stepIndex)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})
