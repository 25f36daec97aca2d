import { parseAddress } from './address'
import { isLanAddress, reachable, reachOf } from './reach'

it.each([
  ['wss://mq.example.com:8084/mqtt', 'listed', 'certificate'],
  ['wss://10.example.com/mqtt?token=1', 'listed', 'certificate'],
  ['ws://mq.example.com:8083/mqtt', 'debug', 'http'],
  ['wss://8.8.8.8:8084/mqtt', 'debug', 'certificate'],
  ['ws://8.8.8.8:8083/mqtt', 'debug', 'http'],
  ['ws://192.168.1.20:8083/mqtt', 'lan', 'http'],
  ['wss://192.168.1.20:8084/mqtt', 'debug', 'ownCertificate'],
  ['ws://barn.local:8083/mqtt', 'debug', 'http'],
  ['wss://barn.local:8084/mqtt', 'debug', 'ownCertificate'],
  ['wss://barn:8084/mqtt', 'debug', 'ownCertificate'],
  ['ws://[fd00::1]:8083/mqtt', 'debug', 'http'],
  ['wss://[2001:db8::1]/mqtt', 'debug', 'certificate'],
  ['ws://127.0.0.1:8083/mqtt', 'loopback', 'loopback'],
  ['wss://localhost:8084/mqtt', 'loopback', 'loopback'],
  ['ws://[::1]:8083/', 'loopback', 'loopback'],
])('%s: %s in WeChat, %s in a browser', (url, weapp, h5) => expect(reachOf(url)).toEqual({ weapp, h5 }))

it.each([
  ['mqtt://192.168.1.20:1883', { url: 'ws://192.168.1.20:8083/mqtt', isFix: true }],
  ['wss://mq.example.com:8883/mqtt', { url: 'wss://mq.example.com:8084/mqtt', isFix: true }],
  // opens as it is; a path is only advised
  ['wss://mq.example.com', { url: 'wss://mq.example.com/', isFix: false }],
  ['', undefined],
  ['wss://host:99999/', undefined],
])('of %j is told what %j reaches', (text, expected) => expect(reachable(parseAddress(text))).toEqual(expected))

it('knows what WeChat opens without its list', () => {
  expect(['ws://192.168.1.2:8083/mqtt', 'ws://10.0.0.1/'].every(isLanAddress)).toBe(true)
  const others = ['wss://192.168.1.2:8084/', 'ws://8.8.8.8/', 'ws://127.0.0.1:1/', 'ws://broker.local:8083/']
  expect(others.some(isLanAddress)).toBe(false)
})
