import fc from 'fast-check'
import { isOffer, readImport, readImportParameter } from '../../src/core/profile/importText'
import { clientIdMark, offeredBounds, withClientIdFilledIn } from '../../src/core/profile/offered'
import { exportText } from '../../src/core/profile/exportFile'
import type { OfferedMessage } from '../../src/core/profile/sharedMessages'
import { parseProfile, type Profile } from '../../src/core/profile/profile'
import { dataParameter, homingLink, shareBriefly, shareProfile } from '../../src/core/profile/share'

/** A letter that occurs in nothing else here: a secret is found by it */
const secretLetter = '\u2603'
const grapheme = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
  .filter((letter) => !letter.includes(secretLetter))
const secret = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${secretLetter}${text}`)
const level = fc.string({ unit: fc.constantFrom('a', 'b', '温', '🌱', '-'), minLength: 1, maxLength: 8 })
const filter = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'))
const name = fc.string({ unit: grapheme, maxLength: 30 })

const profile = (): fc.Arbitrary<Profile> =>
  fc
    .record({
      name,
      path: fc.constantFrom('/', '/mqtt', '/mqtt/深'),
      query: fc.option(secret, { nil: undefined }),
      // neither occurs in another text by chance
      clientId: fc.constantFrom('homing-abc123abc123', 'kitchen\u2604'),
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

const message = (): fc.Arbitrary<OfferedMessage> =>
  fc
    .record({
      name: fc.string({ unit: grapheme, maxLength: 12 }),
      folder: fc.constantFrom('', '灯'),
      topic: level,
      payload: fc.oneof(fc.json(), fc.string({ unit: grapheme })),
      qos: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
      retain: fc.boolean(),
      mustConfirm: fc.boolean(),
      expirySeconds: fc.option(fc.integer({ min: 1, max: 604_800 }), { nil: undefined }),
    })
    .map(({ expirySeconds, ...rest }) => ({ ...rest, ...(expirySeconds !== undefined && { expirySeconds }) }))

const messages = fc.array(message(), { maxLength: 30 })
const read = (text: string) => {
  const reading = readImport(text)
  if ('problem' in reading) throw new Error(reading.problem)
  return reading
}

const only = ({ offers: [offer] }: Pick<ReturnType<typeof read>, 'offers'>) => {
  if (!offer) throw new Error('there is none')
  return offer
}

const linkOf = (data: string, version = 1) => homingLink({ version, data })
const readable = (data: string) => Buffer.from(data, 'base64url').toString('utf8')

test('what is shared is what is read, but for the secrets, the client ID and the query', () => {
  fc.assert(
    fc.property(profile(), (original) => {
      const shared = shareProfile(original, { hasSubscriptions: true })
      const { dropped } = shared
      expect(dropped).toBe(0)
      const texts = [
        homingLink(shared),
        ` 看 ${homingLink(shared)}，`,
        `http://x/#/a/import/index?data=${dataParameter(shared)}`,
      ]
      for (const reading of [...texts.map(readImport), readImportParameter(dataParameter(shared))]) {
        if ('problem' in reading) throw new Error(reading.problem)
        const offer = only(reading)
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
      const brief = shareBriefly(original, { hasSubscriptions: true, linkLength: 'homing:1?'.length })
      if (!brief) throw new Error('without subscriptions everything here is short')
      expect(homingLink(brief).length).toBeLessThanOrEqual(1_200)
      const reading = readImport(homingLink(brief))
      if ('problem' in reading) throw new Error(reading.problem)
      expect(only(reading).subscriptions).toHaveLength(original.subscriptions.length - brief.dropped)
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
        m: fc.oneof(fc.array(fc.anything()), fc.anything()),
        zzz: fc.anything(),
      },
      { requiredKeys: ['a'] },
    )
    .map((value) => `homing:2?${Buffer.from(JSON.stringify(value)).toString('base64url')}`)
  const ours = fc
    .record({ homing: fc.constantFrom(1, 1, 2, '1'), connections: fc.anything(), messages: fc.anything() })
    .map((value) => JSON.stringify(value))
  const mqttx = fc
    .array(fc.record({ host: fc.anything(), port: fc.anything(), will: fc.anything(), subscriptions: fc.anything() }))
    .map((value) => JSON.stringify(value))
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), base64, record, ours, mqttx)
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

const plain: OfferedMessage = {
  ...{ name: 'n', folder: '', topic: 't', payload: 'p', qos: 1, retain: false, mustConfirm: false },
}

test('saved messages go with a link, and come out as they were', () => {
  fc.assert(
    fc.property(profile(), messages, (original, wanted) => {
      const shared = shareProfile(original, { hasSubscriptions: true, messages: wanted })
      expect([shared.version, shared.droppedMessages, shared.withheld]).toEqual([wanted.length > 0 ? 2 : 1, 0, 0])
      expect(read(homingLink(shared)).messages).toEqual(wanted)
    }),
  )
})

test('where there is no room the messages go first, then the subscriptions, and it is said how many', () => {
  fc.assert(
    fc.property(profile(), messages, (original, wanted) => {
      const choice = { hasSubscriptions: true, messages: wanted, linkLength: 9 }
      const brief = shareBriefly(original, choice)
      if (!brief) throw new Error('without subscriptions everything here is short')
      expect(homingLink(brief).length).toBeLessThanOrEqual(1_200)
      const { offers, messages: found } = read(homingLink(brief))
      expect(found).toEqual(wanted.slice(0, wanted.length - brief.droppedMessages))
      expect(offers[0]?.subscriptions).toHaveLength(original.subscriptions.length - brief.dropped)
      if (brief.dropped > 0) expect(found).toEqual([])
    }),
  )
})

test('a link takes what a chat passes on, and says what it leaves out', () => {
  const [original] = fc.sample(profile(), 1)
  if (!original) throw new Error('fast-check gives one')
  const payload = '长'.repeat(3_000)
  const wanted = Array.from({ length: 200 }, (_, i) => ({ ...plain, name: `m${i}`, payload }))
  const shared = shareProfile({ ...original, password: '' }, { hasSubscriptions: false, messages: wanted })
  expect(shared.data.length).toBeLessThanOrEqual(60_000)
  expect(shared.droppedMessages).toBe(200 - read(homingLink(shared)).messages.length)
  expect(shared.droppedMessages).toBeLessThan(200)
})

const sampled = (overrides: Partial<Profile>): Profile => {
  const [one] = fc.sample(profile(), 1)
  if (!one) throw new Error('fast-check gives one')
  return { ...one, ...overrides }
}

test('a message with the password in it stays here; the client ID becomes a variable', () => {
  const original = sampled({ password: 'open"sesame', clientId: 'homing-abc123abc123' })
  const wanted = [
    { ...plain, payload: JSON.stringify({ key: 'open"sesame' }) },
    { ...plain, topic: 'x/open"sesame' },
    { ...plain, name: 'open"sesame' },
    { ...plain, folder: 'open"sesame' },
    { ...plain, topic: 'cmd/homing-abc123abc123' },
  ]
  const shared = shareProfile(original, { hasSubscriptions: false, messages: wanted })
  expect(shared.withheld).toBe(4)
  expect(read(homingLink(shared)).messages).toEqual([{ ...plain, topic: 'cmd/{{clientId}}' }])
  const file = exportText([original], wanted)
  expect(file).not.toContain('sesame')
  expect(read(file).messages).toEqual([{ ...plain, topic: 'cmd/{{clientId}}' }])
})

test('nothing secret of another connection goes with one, in its messages or its will', () => {
  const will = { mode: 'onLeave' as const, topic: 'w', offline: 'bye swordfish', online: '', qos: 1 as const }
  const one = sampled({
    password: '',
    clientId: 'homing-abc123abc123',
    will: { ...will, retain: true, delaySeconds: 5 },
  })
  const other = sampled({ password: 'swordfish', clientId: 'homing-def456def456', will: undefined })
  const wanted = [
    { ...plain, payload: 'swordfish' },
    { ...plain, topic: 'cmd/homing-def456def456' },
    { ...plain, topic: 'cmd/homing-abc123abc123' },
  ]
  const choice = { hasSubscriptions: false, messages: wanted, owners: [one, other] }
  const shared = shareProfile(one, choice)
  expect(shared).toMatchObject({ withheld: 1, foreign: 1, isWillWithheld: true })
  expect(readable(shared.data)).not.toMatch(/swordfish|def456/)
  expect(read(homingLink(shared)).messages).toEqual([{ ...plain, topic: 'cmd/{{clientId}}' }])
  const brief = shareBriefly(one, { ...choice, linkLength: 9 })
  expect(readable(brief?.data ?? '')).not.toMatch(/swordfish|def456/)
  // all of them go into the file, so each ID is that of a connection there
  const file = exportText([one, other], wanted)
  expect(file).not.toMatch(/swordfish|def456|abc123/)
  expect(read(file).messages).toHaveLength(2)
})

test('a client ID that a person chose is a word like others: a topic that has it stays as it is', () => {
  const original = sampled({ clientId: 'kitchen', password: '' })
  const wanted = [{ ...plain, topic: 'kitchen/lamp/set' }]
  expect(read(homingLink(shareProfile(original, { hasSubscriptions: false, messages: wanted }))).messages).toEqual(
    wanted,
  )
  expect(read(exportText([original], wanted)).messages).toEqual(wanted)
})

test('everything exported is what is imported, but for what a link leaves out, too', () => {
  fc.assert(
    fc.property(fc.array(profile(), { minLength: 1, maxLength: 5 }), messages, (originals, wanted) => {
      const file = exportText(originals, wanted)
      const { source, offers, messages: found, ignored } = read(`\ufeff ${file}\n`)
      expect([source, found, ignored]).toEqual(['file', wanted, undefined])
      expect(offers).toEqual(
        originals.map((original) => {
          const link = shareProfile(original, { hasSubscriptions: true })
          return only(read(homingLink(link)))
        }),
      )
      for (const original of originals) {
        expect(file).not.toContain(original.clientId)
        expect(file).not.toContain(secretLetter)
      }
    }),
    { numRuns: 50 },
  )
})

test('a torn file says so, whatever is missing; a foreign one is none, and a later one is newer', () => {
  const [original] = fc.sample(profile(), 1)
  if (!original) throw new Error('fast-check gives one')
  const file = exportText([original], [plain])
  fc.assert(
    fc.property(fc.integer({ min: 12, max: file.length - 2 }), (length) => {
      expect(readImport(file.slice(0, length))).toEqual({ problem: 'brokenFile' })
    }),
  )
  const later = '{"homing":2,"connections":[]}'
  expect(readImport(later)).toEqual({ problem: 'newer' })
  expect(readImport('{"homing":"x"}')).toEqual({ problem: 'brokenFile' })
  expect(readImport('{"homing":1,"connections":[]}')).toEqual({ problem: 'noConnections' })
  const alone = '{"homing":1,"connections":[],"messages":[["n","","t","p",1]]}'
  expect(readImport(alone)).toEqual({ source: 'file', offers: [], messages: [{ ...plain }] })
  expect(readImport('{"a":1}')).toEqual({ problem: 'noConnections' })
  const damaged = read('{"homing":1,"connections":[1,{"a":"wss://h/"}],"messages":[["n","","t","p",1],["n"],7]}')
  expect(damaged.offers).toHaveLength(1)
  expect(damaged.messages).toHaveLength(1)
  expect(damaged.ignored).toEqual(['connections[0]', 'messages[1]', 'messages[2]'])
})

test('a cut link is broken, a later one is newer', () => {
  const link = linkOf(Buffer.from('{"a":"wss://h/mqtt","n":"温室"}').toString('base64url'))
  expect(readImport(link)).toHaveProperty('source', 'link')
  expect(readImport(link.slice(0, -5))).toEqual({ problem: 'broken' })
  expect(readImport(link.replace('homing:1', 'homing:3'))).toEqual({ problem: 'newer' })
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
  const reading = readImport(linkOf(data.toString('base64url')))
  if ('problem' in reading) throw new Error(reading.problem)
  expect(only(reading).ignored).toEqual(['keepAliveSeconds', 'subscriptions[0] a/#/b', 'later'])
  expect(only(reading).subscriptions.map((each) => each.filter)).toEqual(['a'])
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
