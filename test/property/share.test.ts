import fc from 'fast-check'
import { isOffer, readImport, readImportParameter } from '../../src/core/profile/importText'
import { clientIdMark, offeredBounds, withClientIdFilledIn } from '../../src/core/profile/offered'
import { parseProfile, type Profile } from '../../src/core/profile/profile'
import { dataParameter, homingLink, shareBriefly, shareProfile } from '../../src/core/profile/share'

/** A letter that occurs in nothing else here: a secret is found by it */
const secretLetter = '\u2603'
const secret = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${secretLetter}${text}`)
const level = fc.string({ unit: fc.constantFrom('a', 'b', '温', '🌱', '-'), minLength: 1, maxLength: 8 })
const filter = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'))
const name = fc.string({ unit: 'grapheme', maxLength: 30 })

const profile = (): fc.Arbitrary<Profile> =>
  fc
    .record({
      name,
      path: fc.constantFrom('/', '/mqtt', '/mqtt/深'),
      query: fc.option(secret, { nil: undefined }),
      clientId: fc.constantFrom('homing-abc123', 'x1'),
      username: fc.oneof(fc.constant(''), secret),
      password: fc.oneof(fc.constant(''), secret),
      protocolVersion: fc.constantFrom<4 | 5>(4, 5),
      keepSession: fc.boolean(),
      sessionExpirySeconds: fc.integer({ min: 60, max: 604_800 }),
      keepAliveSeconds: fc.integer({ min: 0, max: 65_535 }),
      maximumPacketSize: fc.option(fc.integer({ min: 1_048_576, max: 16_777_216 }), { nil: undefined }),
      unknownRule: fc.constantFrom<Profile['unknownRule']>('ask', 'resend', 'drop'),
      filters: fc.uniqueArray(filter, { maxLength: 60 }),
      hasWill: fc.boolean(),
      isEnabled: fc.boolean(),
    })
    .map(({ path, query, filters, hasWill, isEnabled, maximumPacketSize, ...rest }) => ({
      version: 1,
      id: 'p1',
      url: `wss://mq.example.cn:8084${path}${query === undefined ? '' : `?token=${query.replace(/[#\s]/g, '')}`}`,
      isPaused: false,
      draft: { topic: '', payload: secretLetter, qos: 1, retain: false },
      ...rest,
      ...(maximumPacketSize !== undefined && { maximumPacketSize }),
      ...(hasWill && {
        will: {
          mode: 'afterDelay' as const,
          topic: `status/${rest.clientId}`,
          offline: 'offline',
          online: 'online',
          qos: 1 as const,
          retain: true,
          delaySeconds: 120,
        },
      }),
      subscriptions: filters.map((each, i) => ({
        filter: each,
        qos: (i % 3) as 0 | 1 | 2,
        alias: i % 2 === 0 ? '' : '环境',
        color: i % 8,
        isEnabled: isEnabled || i % 2 === 0,
        format: i % 4 === 0 ? ('hex' as const) : undefined,
      })),
    }))

const readable = (data: string) => Buffer.from(data, 'base64url').toString('utf8')

test('what is shared is what is read, but for the secrets, the client ID and the query', () => {
  fc.assert(
    fc.property(profile(), (original) => {
      const { data, dropped } = shareProfile(original, { hasSubscriptions: true })
      expect(dropped).toBe(0)
      const texts = [
        homingLink(data),
        ` 看 ${homingLink(data)}，`,
        `http://x/#/a/import/index?data=${dataParameter(data)}`,
      ]
      for (const reading of [...texts.map(readImport), readImportParameter(dataParameter(data))]) {
        if ('problem' in reading) throw new Error(reading.problem)
        const [offer] = reading.offers
        const { keepAliveSeconds, will, ...rest } = offer
        expect(rest).toEqual({
          address: original.url.replace(/\?[^]*$/, ''),
          name: original.name,
          protocolVersion: original.protocolVersion,
          keepSession: original.keepSession,
          sessionExpirySeconds: original.sessionExpirySeconds,
          maximumPacketSize: original.maximumPacketSize,
          unknownRule: original.unknownRule,
          username: '',
          password: '',
          needsLogin: original.username !== '' || original.password !== '',
          subscriptions: original.subscriptions,
          ignored: [],
        })
        expect([undefined, original.keepAliveSeconds]).toContain(keepAliveSeconds)
        expect(withClientIdFilledIn(will, original.clientId)).toEqual(original.will)
      }
    }),
  )
})

test('no secret is in a link', () => {
  fc.assert(
    fc.property(profile(), fc.boolean(), (original, hasSubscriptions) => {
      fc.pre(!original.name.includes(secretLetter))
      const { data } = shareProfile(original, { hasSubscriptions })
      expect(readable(data)).not.toContain(secretLetter)
      expect(readable(data)).not.toContain(original.clientId)
      if (original.will) expect(readable(data)).toContain(clientIdMark)
    }),
  )
})

test('a code keeps to its bytes, and says how many subscriptions that costs', () => {
  fc.assert(
    fc.property(profile(), (original) => {
      const brief = shareBriefly(original, { hasSubscriptions: true, linkLength: homingLink('').length })
      if (!brief) throw new Error('without subscriptions everything here is short')
      expect(homingLink(brief.data).length).toBeLessThanOrEqual(1_200)
      const reading = readImport(homingLink(brief.data))
      if ('problem' in reading) throw new Error(reading.problem)
      expect(reading.offers[0].subscriptions).toHaveLength(original.subscriptions.length - brief.dropped)
    }),
  )
})

test('whatever is pasted is answered, never thrown, and what is taken makes a profile', () => {
  const base64 = fc.json().map((json) => `homing:1?${Buffer.from(json).toString('base64url')}`)
  const record = fc
    .record(
      {
        a: fc.constantFrom('wss://h/mqtt', 'mqtt://h:1883', '', 'x'),
        n: fc.anything(),
        k: fc.anything(),
        x: fc.anything(),
        w: fc.anything(),
        s: fc.oneof(fc.array(fc.oneof(fc.tuple(filter, fc.constantFrom(0, 1, 9)), fc.anything())), fc.anything()),
        zzz: fc.anything(),
      },
      { requiredKeys: ['a'] },
    )
    .map((value) => `homing:1?${Buffer.from(JSON.stringify(value)).toString('base64url')}`)
  const mqttx = fc
    .array(fc.record({ host: fc.anything(), port: fc.anything(), will: fc.anything(), subscriptions: fc.anything() }))
    .map((value) => JSON.stringify(value))
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), base64, record, mqttx)
  fc.assert(
    fc.property(anything, (text) => {
      isOffer(text)
      readImportParameter(text)
      const reading = readImport(text)
      if ('problem' in reading) return
      for (const offer of reading.offers) {
        expect(offer.ignored.length).toBeLessThanOrEqual(offeredBounds.maxIgnored)
        const made = { ...offer, version: 1, id: 'p', clientId: 'c', url: 'ws://h/', isPaused: false }
        expect(parseProfile({ ...made, keepAliveSeconds: offer.keepAliveSeconds ?? 60 })).toHaveProperty('profile')
      }
    }),
    { numRuns: 300 },
  )
})

test('a cut link is broken, a later one is newer', () => {
  const link = homingLink(Buffer.from('{"a":"wss://h/mqtt","n":"温室"}').toString('base64url'))
  expect(readImport(link)).toHaveProperty('source', 'link')
  expect(readImport(link.slice(0, -5))).toEqual({ problem: 'broken' })
  expect(readImport(link.replace('homing:1', 'homing:2'))).toEqual({ problem: 'newer' })
  expect(readImport('homing:1?')).toEqual({ problem: 'broken' })
})

test('unknown fields are listed', () => {
  const data = Buffer.from(
    JSON.stringify({
      a: 'wss://h/',
      later: 1,
      k: -1,
      s: [
        ['a/#/b', 0],
        ['a', 1],
      ],
    }),
  )
  const reading = readImport(homingLink(data.toString('base64url')))
  if ('problem' in reading) throw new Error(reading.problem)
  expect(reading.offers[0].ignored).toEqual(['keepAliveSeconds', 'subscriptions[0] a/#/b', 'later'])
  expect(reading.offers[0].subscriptions.map((each) => each.filter)).toEqual(['a'])
})

test('an export of MQTTX: what fits is taken, the rest is named', () => {
  const connection = {
    id: 'i',
    clientId: 'mqttx_1',
    name: '温室',
    clean: false,
    protocol: 'wss',
    host: 'mq.example.cn',
    port: 8084,
    path: '/mqtt',
    keepalive: 30,
    username: 'u',
    password: 'p',
    mqttVersion: '5.0',
    rejectUnauthorized: false,
    ca: 'PEM',
    cert: '',
    properties: { sessionExpiryInterval: 10, receiveMaximum: 5, topicAliasMaximum: null },
    will: { lastWillTopic: 'w', lastWillPayload: 'gone', lastWillQos: 1, lastWillRetain: true, properties: {} },
    subscriptions: [
      { topic: 'a/+', qos: 2, alias: 'A', disabled: true, nl: true },
      { topic: 'a/#/b', qos: 0 },
    ],
    messages: [{ payload: 'x' }],
  }
  const reading = readImport(
    JSON.stringify([connection, { collection: true }, { ...connection, protocol: 'mqtt', port: 1883 }]),
  )
  if ('problem' in reading) throw new Error(reading.problem)
  const [first, second] = reading.offers
  expect(first).toEqual({
    address: 'wss://mq.example.cn:8084/mqtt',
    name: '温室',
    protocolVersion: 5,
    keepSession: true,
    sessionExpirySeconds: 60,
    keepAliveSeconds: 30,
    unknownRule: 'ask',
    will: { mode: 'afterDelay', topic: 'w', offline: 'gone', online: '', qos: 1, retain: true, delaySeconds: 5 },
    username: 'u',
    password: 'p',
    needsLogin: false,
    subscriptions: [{ filter: 'a/+', qos: 2, alias: 'A', color: 0, isEnabled: false, format: undefined }],
    ignored: ['ca', 'messages', 'properties.receiveMaximum', 'subscriptions[0].nl', 'subscriptions[1] a/#/b'],
  })
  expect(second?.address).toBe('mqtt://mq.example.cn:1883')
})
