import { inflateSync } from 'node:zlib'
import { isPublicBroker, lanAddresses } from './addresses'
import { complaint } from './buildPage'
import { demoProfile } from './demoProfile'
import { answerFanCommand } from './fan'
import { encodePng } from './png'
import { randomWalk, seededRandom } from './randomWalk'
import { parseRange } from './staticFiles'

describe('the fan', () => {
  test('confirms the speed it is told', () =>
    expect(answerFanCommand('{"fan":2,"speed":60}')).toEqual({ fan: 2, speed: 60, ack: true }))

  test.each([
    ['{"fan":2,', /not JSON/],
    ['7', /not an object/],
    ['null', /not an object/],
    ['{"fan":3,"speed":60}', /only fan 2/],
    ['{"fan":2,"speed":101}', /0 to 100/],
    ['{"fan":2,"speed":"60"}', /0 to 100/],
    ['{"fan":2}', /0 to 100/],
  ])('answers %s in words', (payload, error) =>
    expect(answerFanCommand(payload)).toEqual({ ack: false, error: expect.stringMatching(error) as string }),
  )
})

describe('the random walk', () => {
  const options = { start: 20, min: 10, max: 30, step: 0.5, decimals: 1 }

  test('keeps within its bounds and takes no large step', () => {
    const next = randomWalk(options, seededRandom(7))
    const values = Array.from({ length: 5000 }, next)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...values)).toBeLessThanOrEqual(30)
    const steps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)))
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.6001)
    expect(new Set(values).size).toBeGreaterThan(20)
  })

  test('tells the same story for the same seed', () => {
    const story = () => Array.from({ length: 20 }, randomWalk(options, seededRandom(3)))
    expect(story()).toEqual(story())
  })
})

test('a picture is a PNG whose pixels are those asked for', () => {
  const png = encodePng(2, 1, (x) => [x, 20, 30])
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
  const length = png.readUInt32BE(33)
  expect(png.toString('latin1', 37, 41)).toBe('IDAT')
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([0, 0, 20, 30, 1, 20, 30])
  // the CRC of an empty IEND is the same in every PNG
  expect(png.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082')
})

describe('a byte range', () => {
  test.each([
    [undefined, undefined],
    ['lines=0-1', undefined],
    ['bytes=-', undefined],
    ['bytes=5-2', undefined],
    ['bytes=0-3', { first: 0, last: 3 }],
    ['bytes=4-', { first: 4, last: 9 }],
    ['bytes=4-99', { first: 4, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-99', { first: 0, last: 9 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
  ])('%s of ten bytes', (header, range) => expect(parseRange(header, 10)).toEqual(range))
})

describe('addresses', () => {
  const ipv4 = (address: string, internal = false) => ({
    ...{ address, internal, family: 'IPv4' as const, netmask: '255.255.255.0' },
    ...{ mac: '00:00:00:00:00:00', cidr: `${address}/24` },
  })

  test('the likeliest for a phone comes first, loopback and self-assigned ones never', () =>
    expect(
      lanAddresses({
        lo: [ipv4('127.0.0.1', true)],
        docker0: [ipv4('172.17.0.1')],
        tun0: [ipv4('10.8.0.2')],
        eth1: [ipv4('169.254.3.4')],
        eth0: [ipv4('10.1.2.3')],
        wlan0: [ipv4('192.168.1.20')],
      }),
    ).toEqual(['192.168.1.20', '10.1.2.3', '10.8.0.2', '172.17.0.1']))

  test.each([
    ['wss://broker.emqx.io:8084/mqtt', true],
    ['ws://8.8.8.8/', true],
    ['ws://localhost:8083/mqtt', false],
    ['ws://192.168.1.5:8083/', false],
    ['ws://172.20.0.1/', false],
    ['ws://172.32.0.1/', true],
    ['ws://nas.local/', false],
    ['ws://broker/', false],
    ['ws://[::1]:80/', false],
    ['ws://[2001:db8::1]/', true],
  ])('%s is shared with strangers: %s', (url, is) => expect(isPublicBroker(url)).toBe(is))
})

test('on a broker of strangers every topic has the prefix, and the address is the broker’s', () => {
  const profile = demoProfile('wss://broker.emqx.io:8084/mqtt', 'homing-1/')
  const topics = [profile.publish.topic, ...profile.subscriptions.map(({ filter }) => filter)]
  expect(topics.every((topic) => topic.startsWith('homing-1/greenhouse/'))).toBe(true)
  expect(profile).toMatchObject({ address: 'wss://broker.emqx.io:8084/mqtt', protocolVersion: 5 })
})

test('a failed build is told without its progress and cursor movements', () =>
  expect(
    complaint(['- 即将开始启动编译，请稍等~', '\x1b[2K\x1b[1A runtime', '\x1b[31m✖ Webpack\x1b[39m', '', 'Not found']),
  ).toBe('✖ Webpack\nNot found'))
