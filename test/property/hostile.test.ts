import fc from 'fast-check'
import type { Packet } from 'mqtt-packet'
import { sessionDefaults } from '@/core/profile/defaults'
import type { SessionConfig } from '@/services/session/config'
import { Phone } from '../support/crash/phone'
import { HostileBroker, type Step } from '../support/model-broker/hostileBroker'
import { encode } from '../support/model-broker/packetStream'
import { VirtualTime } from '../support/virtualTime'

// a slow machine may take its time
jest.setTimeout(120_000)

let time: VirtualTime
beforeEach(() => {
  time = new VirtualTime().install()
})
afterEach(() => time.uninstall())

const fresh: Packet = { cmd: 'connack', sessionPresent: false, reasonCode: 0, returnCode: 0 }
const resumed: Packet = { cmd: 'connack', sessionPresent: true, reasonCode: 0, returnCode: 0 }
const accept: Step[] = [{ wait: 'connect' }, { send: fresh }]
const suback: Step[] = [{ wait: 'subscribe' }, { send: { cmd: 'suback', messageId: 1, granted: [1] } }]
const bytes = (text: string) => Uint8Array.from(Buffer.from(text))

/** A session that wants `#`, and a broker that plays these scripts to it. */
async function meet(scripts: Step[][], options: { config?: Partial<SessionConfig>; ms?: number } = {}) {
  const broker = new HostileBroker(time.worldClock, scripts, options.config?.protocolVersion ?? 5)
  const statuses: string[] = []
  const phone = new Phone(time, broker.network, {
    config: options.config,
    prepare: (session) => {
      session.subscribe('#', { qos: 1 })
      session.onChange(() => {
        const { status } = session
        const words = 'reason' in status ? `${status.name} ${status.reason.code}` : status.name
        if (statuses[statuses.length - 1] !== words) statuses.push(words)
      })
    },
  })
  phone.start()
  await time.advance(options.ms ?? 500)
  return { broker, phone, statuses }
}

describe('a broker that sends the client away', () => {
  it.each([
    [0x8e, 'blocked sessionTakenOver'],
    [0x87, 'blocked notAuthorized'],
    [0x97, 'waiting serverDisconnected'],
    [0x89, 'waiting serverBusy'],
    [0x8b, 'waiting serverShutDown'],
    [0x9c, 'waiting serverMoved'],
    [0x93, 'waiting serverDisconnected'],
  ])('DISCONNECT %i: %s', async (reasonCode, expected) => {
    const away: Step[] = [...accept, ...suback, { send: { cmd: 'disconnect', reasonCode } }]
    const { broker, statuses } = await meet([away], { ms: 40 })
    expect(statuses[statuses.length - 1]).toBe(expected)
    await time.advance(600_000)
    // what is terminal is left alone, what is not is tried again
    expect(broker.wire.connections > 1).toBe(expected.startsWith('waiting'))
    expect(broker.wire.lines(1)).toEqual([
      '> CONNECT',
      '< CONNACK fresh',
      '> SUBSCRIBE #1 # q1',
      '< SUBACK #1 [1]',
      `< DISCONNECT 0x${reasonCode.toString(16)}`,
    ])
  })

  it.each([
    [5, 0x86, 'blocked badCredentials'],
    [5, 0x8a, 'blocked banned'],
    [5, 0x97, 'waiting serverBusy'],
    [5, 0x9a, 'blocked willRefused'],
    [4, 5, 'blocked notAuthorized'],
    [4, 3, 'waiting serverUnavailable'],
  ] as const)('version %i, CONNACK %i: %s', async (protocolVersion, code, expected) => {
    const refusal: Packet = { cmd: 'connack', sessionPresent: false, reasonCode: code, returnCode: code }
    const { statuses } = await meet([[{ wait: 'connect' }, { send: refusal }]], { config: { protocolVersion }, ms: 40 })
    expect(statuses[statuses.length - 1]).toBe(expected)
  })

  it('PUBACK 0x97 (quota exceeded) refuses the message and not the session', async () => {
    const { phone, broker } = await meet([
      [
        ...accept,
        ...suback,
        { wait: 'publish' },
        { send: { cmd: 'puback', messageId: 2, reasonCode: 0x97 } },
        { wait: 'publish' },
        { send: { cmd: 'pubrec', messageId: 3, reasonCode: 0x97 } },
      ],
    ])
    const one = phone.session.publish('a', bytes('1'), { qos: 1, retain: false })
    await time.advance(50)
    const two = phone.session.publish('b', bytes('2'), { qos: 2, retain: false })
    await time.advance(50)
    expect([one.status, two.status]).toEqual([
      { name: 'refused', mqttCode: 0x97 },
      { name: 'refused', mqttCode: 0x97 },
    ])
    expect(phone.status).toBe('online')
    expect(broker.wire.lines(1).slice(4)).toEqual([
      '> PUBLISH q1 #2 a',
      '< PUBACK #2 0x97',
      '> PUBLISH q2 #3 b',
      '< PUBREC #3 0x97',
    ])
  })
})

describe('Session Present that is wrong', () => {
  it.each([5, 4] as const)(
    '1 without a session here, version %i: thrown away once, then fresh',
    async (protocolVersion) => {
      const scripts: Step[][] = [[{ wait: 'connect' }, { send: resumed }], accept, accept]
      const { broker, phone } = await meet(scripts, { config: { protocolVersion } })
      const version = protocolVersion === 4 ? ' 3.1.1' : ''
      expect(broker.wire.numbered.filter((line) => line.includes('CONN') || line.includes('SUB'))).toEqual([
        `1 > CONNECT${version}`,
        '1 < CONNACK resumed',
        `2 > CONNECT clean${version}`,
        '2 < CONNACK fresh',
        ...(protocolVersion === 4 ? ['3 > CONNECT 3.1.1', '3 < CONNACK fresh'] : []),
        `${protocolVersion === 4 ? 3 : 2} > SUBSCRIBE #1 # q1`,
      ])
      expect(phone.status).toBe('online')
    },
  )

  it('1 after Clean Start 1 is a protocol error, and no loop at full speed', async () => {
    const liar: Step[] = [{ wait: 'connect' }, { send: resumed }]
    const { broker, statuses } = await meet(
      Array.from({ length: 50 }, () => liar),
      { ms: 60_000 },
    )
    expect(statuses).toContain('waiting protocolError')
    expect(broker.wire.lines()).not.toContain('> SUBSCRIBE #1 # q1')
    expect(broker.wire.connections).toBeLessThan(80)
  })

  it('0 where it was kept before: everything is asked for again, what was in flight is unknown', async () => {
    const { broker, phone } = await meet([
      [...accept, ...suback, { wait: 'publish' }, { close: { cause: 'closed' } }],
      [...accept, { wait: 'subscribe' }],
    ])
    const delivery = phone.session.publish('a', bytes('1'), { qos: 1, retain: false })
    await time.advance(3_000)
    expect(delivery.status).toEqual({ name: 'unknown' })
    expect(broker.wire.lines(2).slice(0, 3)).toEqual([
      '> CONNECT',
      '< CONNACK fresh',
      expect.stringMatching(/^> SUBSCRIBE #\d+ # q1$/),
    ])
  })
})

describe('packets that do not belong', () => {
  it.each<[string, (Packet | string)[]]>([
    ['a second CONNACK', [fresh]],
    ['a reserved packet type', ['0000']],
    ['a CONNECT from a server', ['100d00044d5154540402003c000161']],
    ['QoS 3', ['360500016100 01']],
    ['a length over four bytes', ['30ffffffff01']],
    ['a PUBREL with wrong flags', ['60020001']],
    ['a PUBLISH with a wildcard', ['30 04 0001 23 00']],
    ['a PUBLISH without its end', ['3003 0009 61']],
    ['Packet Identifier 0', ['32 06 0001 61 0000 00']],
  ])('%s: closed with a protocol error, and tried again', async (_words, garbage) => {
    const { broker, statuses } = await meet([[...accept, ...suback, { send: garbage }], [...accept]], { ms: 5_000 })
    expect(statuses).toContain('waiting protocolError')
    expect(statuses[statuses.length - 1]).toBe('online')
    expect(broker.wire.lines(1).filter((line) => line.startsWith('>'))).toEqual(['> CONNECT', '> SUBSCRIBE #1 # q1'])
  })

  it('a packet before CONNACK', async () => {
    const { statuses } = await meet([[{ wait: 'connect' }, { send: { cmd: 'pingresp' } }]], { ms: 40 })
    expect(statuses[statuses.length - 1]).toBe('waiting protocolError')
  })

  it('no CONNACK at all: left after its timeout', async () => {
    const { statuses } = await meet([[{ wait: 'connect' }]], { ms: sessionDefaults.connackTimeoutMs + 100 })
    expect(statuses).toContain('waiting connackTimeout')
  })

  it('acknowledgements of nothing change nothing', async () => {
    const { broker, phone, statuses } = await meet([
      [
        ...accept,
        ...suback,
        {
          send: [
            { cmd: 'puback', messageId: 77 },
            { cmd: 'pubrec', messageId: 78 },
            { cmd: 'pubcomp', messageId: 79 },
            { cmd: 'suback', messageId: 80, granted: [1] },
            { cmd: 'unsuback', messageId: 81, granted: [0] },
            { cmd: 'pubrel', messageId: 82 },
            { cmd: 'pingresp' },
            { cmd: 'pingresp' },
          ],
        },
      ],
    ])
    expect(statuses.filter((status) => status !== 'idle')).toEqual(['connecting', 'handshaking', 'online'])
    expect(phone.session.outbox).toEqual([])
    expect(phone.session.subscriptions).toMatchObject([{ filter: '#', status: { name: 'granted' } }])
    // a PUBREC is answered even so, or the exchange would never end [MQTT-4.3.3-4]; so is a PUBREL
    expect(broker.wire.lines(1).slice(-2)).toEqual(['> PUBREL #78 0x92', expect.stringMatching(/^> PUBCOMP #82/)])
  })

  it('an acknowledgement that comes twice, or too early, settles once', async () => {
    const { phone } = await meet([
      [
        ...accept,
        ...suback,
        { wait: 'publish' },
        {
          send: [
            { cmd: 'pubcomp', messageId: 2 },
            { cmd: 'puback', messageId: 2 },
          ],
        },
        {
          send: [
            { cmd: 'pubrec', messageId: 2 },
            { cmd: 'pubrec', messageId: 2 },
          ],
        },
        { wait: 'pubrel' },
        {
          send: [
            { cmd: 'pubcomp', messageId: 2 },
            { cmd: 'pubcomp', messageId: 2 },
          ],
        },
      ],
    ])
    const delivery = phone.session.publish('a', bytes('1'), { qos: 2, retain: false })
    await time.advance(200)
    expect(delivery.status).toMatchObject({ name: 'acknowledged' })
    expect(phone.status).toBe('online')
  })
})

describe('duplicates', () => {
  const q2 = (dup: boolean): Packet => ({
    ...{ cmd: 'publish', topic: 'a', payload: 'x', qos: 2, messageId: 9, retain: false, dup },
  })

  it('QoS 2 again before PUBREL is acknowledged and not shown again, with DUP or without; after it, it is new', async () => {
    const { broker, phone } = await meet([
      [
        ...accept,
        ...suback,
        { send: [q2(false), q2(true), q2(false)] },
        { wait: 'pubrec' },
        { send: { cmd: 'pubrel', messageId: 9 } },
        { wait: 'pubcomp' },
        { send: q2(false) },
      ],
    ])
    await time.advance(200)
    expect(phone.app.entries.filter(({ direction }) => direction === 'received')).toHaveLength(2)
    const answers = broker.wire.lines(1).filter((line) => /^> PUB/.test(line))
    expect(answers).toEqual(['> PUBREC #9', '> PUBREC #9', '> PUBREC #9', '> PUBCOMP #9', '> PUBREC #9'])
  })

  it('QoS 1 with the same identifier and DUP 0 on one connection is another message', async () => {
    const heartbeat: Packet = {
      ...{ cmd: 'publish', topic: 'a', payload: 'alive', qos: 1, messageId: 1, retain: false, dup: false },
    }
    const { phone } = await meet([[...accept, ...suback, { send: [heartbeat, heartbeat, heartbeat] }]])
    await time.advance(200)
    const received = phone.app.entries.filter(({ direction }) => direction === 'received')
    expect(received).toHaveLength(3)
    expect(received.some((entry) => 'isRedelivered' in entry && entry.isRedelivered)).toBe(false)
  })
})

describe('tiny limits', () => {
  const limited = (properties: object): Step[] => [
    { wait: 'connect' },
    { send: { cmd: 'connack', sessionPresent: false, reasonCode: 0, properties } },
    ...suback,
  ]

  it('Receive Maximum 1: one message at a time, in order, whatever its QoS', async () => {
    const { broker, phone } = await meet([
      [
        ...limited({ receiveMaximum: 1 }),
        { wait: 'publish' },
        { pauseMs: 100 },
        { send: { cmd: 'puback', messageId: 2 } },
        { wait: 'publish' },
        { pauseMs: 100 },
        { send: { cmd: 'pubrec', messageId: 3 } },
        { wait: 'pubrel' },
        { pauseMs: 100 },
        { send: { cmd: 'pubcomp', messageId: 3 } },
      ],
    ])
    for (const qos of [1, 2, 0, 1] as const) phone.session.publish(`q${qos}`, bytes('x'), { qos, retain: false })
    await time.advance(1_000)
    expect(broker.wire.lines(1).filter((line) => line.includes('PUB'))).toEqual([
      '> PUBLISH q1 #2 q1',
      '< PUBACK #2',
      '> PUBLISH q2 #3 q2',
      // Receive Maximum does not count QoS 0 §4.9
      '> PUBLISH q0 q0',
      '< PUBREC #3',
      '> PUBREL #3',
      '< PUBCOMP #3',
      '> PUBLISH q1 #4 q1',
    ])
  })

  it('Maximum Packet Size 20: a larger message is refused here and never sent', async () => {
    const { broker, phone } = await meet([[...limited({ maximumPacketSize: 20 }), { wait: 'publish' }]])
    const large = phone.session.publish('a', bytes('x'.repeat(30)), { qos: 1, retain: false })
    const small = phone.session.publish('a', bytes('x'), { qos: 1, retain: false })
    await time.advance(100)
    expect(large.status).toEqual({ name: 'refused', mqttCode: 0x95 })
    expect(small.status).toEqual({ name: 'sending' })
    expect(broker.wire.lines(1).filter((line) => line.includes('PUBLISH'))).toEqual(['> PUBLISH q1 #2 a'])
  })

  it('Maximum QoS 0 and no retained messages: refused here with the code the broker would have used', async () => {
    const { phone } = await meet([[...limited({ maximumQoS: 0, retainAvailable: false })]])
    const one = phone.session.publish('a', bytes('x'), { qos: 1, retain: false })
    const two = phone.session.publish('a', bytes('x'), { qos: 0, retain: true })
    await time.advance(100)
    expect([one.status, two.status]).toEqual([
      { name: 'refused', mqttCode: 0x9b },
      { name: 'refused', mqttCode: 0x9a },
    ])
  })

  it('a packet over our own limit: DISCONNECT 0x95, and a wait that says so', async () => {
    const size = sessionDefaults.maximumPacketSize
    const large: Packet = {
      ...{ cmd: 'publish', topic: 'a', payload: Buffer.alloc(size), qos: 0, retain: false, dup: false },
    }
    const { broker, statuses } = await meet([[...accept, ...suback, { send: large }]], { ms: 40 })
    expect(statuses[statuses.length - 1]).toBe('waiting packetTooLarge')
    await time.advance(10)
    expect(broker.wire.lines(1).slice(-1)).toEqual(['> DISCONNECT 0x95'])
  })

  it('Server Keep Alive 5 takes the place of ours', async () => {
    const { broker } = await meet([[...limited({ serverKeepAlive: 5 }), { wait: 'pingreq' }]], {
      ms: 9_000,
    })
    expect(broker.wire.lines(1).filter((line) => line.includes('PING'))).toEqual(['> PINGREQ', '< PINGRESP'])
  })
})

describe('SUBACK', () => {
  it('a refused filter is said and not asked for again, on this connection or the next', async () => {
    const refuse: Step[] = [
      ...accept,
      { wait: 'subscribe' },
      { send: { cmd: 'suback', messageId: 1, granted: [0x87] } },
      { pauseMs: 5_000 },
      { close: { cause: 'closed' } },
    ]
    const { broker, phone } = await meet([refuse, [{ wait: 'connect' }, { send: resumed }]], { ms: 20_000 })
    expect(phone.session.subscriptions).toMatchObject([{ status: { name: 'refused', mqttCode: 0x87 } }])
    expect(broker.wire.numbered.filter((line) => line.includes('SUBSCRIBE'))).toEqual(['1 > SUBSCRIBE #1 # q1'])
  })

  it('fewer codes than filters: nothing is taken for granted that was not', async () => {
    const { phone } = await meet([
      // SUBACK #1 without a code
      [...accept, { wait: 'subscribe' }, { send: '90 03 0001 00' }],
    ])
    expect(phone.session.subscriptions[0]?.status.name).not.toBe('granted')
  })
})

describe('bytes nobody thought of', () => {
  const valid = [
    { cmd: 'suback', messageId: 1, granted: [1] },
    { cmd: 'publish', topic: 'in/1', payload: 'one', qos: 1, messageId: 1, retain: false, dup: false },
    { cmd: 'publish', topic: 'in/2', payload: 'two', qos: 2, messageId: 2, retain: false, dup: true },
    { cmd: 'pubrel', messageId: 2 },
    { cmd: 'pubrec', messageId: 2 },
    { cmd: 'puback', messageId: 3 },
    { cmd: 'pubcomp', messageId: 2 },
    { cmd: 'unsuback', messageId: 1, granted: [0] },
    { cmd: 'pingresp' },
    { cmd: 'disconnect', reasonCode: 0x98 },
    { cmd: 'auth', reasonCode: 0x18 },
    fresh,
  ] as const satisfies Packet[]

  /** Packets that are valid, cut, flipped or made up. */
  const frame = fc
    .record({
      packet: fc.constantFrom(...valid),
      cut: fc.nat(40),
      flips: fc.array(fc.tuple(fc.nat(40), fc.nat(255)), { maxLength: 3 }),
      extra: fc.uint8Array({ maxLength: 6 }),
      kind: fc.constantFrom('whole', 'cut', 'flipped', 'made up'),
    })
    .map(({ packet, cut, flips, extra, kind }) => {
      const whole = Buffer.from(encode(packet, 5))
      if (kind === 'made up') return Buffer.from(extra).toString('hex')
      if (kind === 'cut') return whole.subarray(0, cut % (whole.length + 1)).toString('hex')
      if (kind === 'flipped')
        for (const [at, bits] of flips) whole[at % whole.length] = (whole[at % whole.length] ?? 0) ^ bits
      return whole.toString('hex')
    })
  const script = fc
    .record({ isAccepted: fc.boolean(), frames: fc.array(frame, { maxLength: 6 }), isClosed: fc.boolean() })
    .map(({ isAccepted, frames, isClosed }): Step[] => [
      ...(isAccepted ? accept : [{ wait: 'connect' } as const]),
      ...frames.map((hex) => ({ send: hex })),
      ...(isClosed ? [{ close: { cause: 'closed' } } as const] : []),
    ])

  it.each([5, 4] as const)(
    'version %i: never two sockets, never a storm, and back as soon as the broker is sane',
    async (version) => {
      let lives = 0
      await fc.assert(
        fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 4 }), async (scripts) => {
          lives += 1
          const broker = new HostileBroker(time.worldClock, scripts, version)
          broker.otherwise = [...accept, { wait: 'subscribe' }]
          const phone = new Phone(time, broker.network, {
            config: { protocolVersion: version },
            prepare: (session) => session.subscribe('#', { qos: 2 }),
          })
          phone.start()
          phone.session.publish('out', bytes('x'), { qos: 2, retain: false })
          const startedAt = time.now()
          while (time.now() - startedAt < 120_000) {
            await time.advance(1_000)
            expect(broker.network.openSockets.length).toBeLessThanOrEqual(1)
          }
          expect(phone.status).toMatch(/^(online|blocked)/)
          // two sockets may be needed to throw a session away; then each wait is longer than the one before
          expect(broker.network.sockets.length).toBeLessThanOrEqual(4 * scripts.length + 4)
          phone.kill()
        }),
        { numRuns: 150, seed: 3 },
      )
      console.log(`hostile bytes, MQTT version ${version}: ${lives} lives`)
    },
  )
})
