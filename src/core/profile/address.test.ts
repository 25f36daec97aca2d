import { addressIn, isLocal, parseAddress } from './address'

describe('addressIn', () => {
  it.each([
    ['服务器是 wss://mq.example.com:8084/mqtt，密码另发。', 'wss://mq.example.com:8084/mqtt'],
    ['（ws://[fd00::1]:8083/mqtt）', 'ws://[fd00::1]:8083/mqtt'],
    ['try mqtt://mq.example.com:1883.', 'mqtt://mq.example.com:1883'],
    ['wss://ada:p@ss@mq.example.com/mqtt', 'wss://ada:p@ss@mq.example.com/mqtt'],
    [' mq.example.com ', 'mq.example.com'],
    ['wss：／／mq。example．com／mqtt', 'wss：／／mq。example．com／mqtt'],
    ['localhost', 'localhost'],
  ])('%s has %s', (text, address) => expect(addressIn(text)).toBe(address))

  it.each(['', '你好，这是一段聊天', '你好：在吗', 'hello', 'Hello. How are you?', '{"a":1}'])('%j has none', (text) =>
    expect(addressIn(text)).toBeUndefined(),
  )
})

describe('parseAddress', () => {
  it.each([
    ['wss://mq.example.com:8084/mqtt', 'wss://mq.example.com:8084/mqtt'],
    ['  WSS://MQ.example.com/mqtt ', 'wss://mq.example.com/mqtt'],
    ['wxs://mq.example.com/mqtt', 'wss://mq.example.com/mqtt'],
    ['wx://192.168.1.20:8083/mqtt', 'ws://192.168.1.20:8083/mqtt'],
    ['ws://[fe80::1]:8083/a?token=1', 'ws://[fe80::1]:8083/a?token=1'],
    ['wss：／／mq。example．com：8084／mqtt', 'wss://mq.example.com:8084/mqtt'],
    ['wss://mq.example.com', 'wss://mq.example.com/'],
  ])('%s opens %s', (text, url) => {
    expect(parseAddress(text)).toMatchObject({ url })
    expect(parseAddress(text).problem).toBeUndefined()
  })

  it.each([
    ['', 'empty'],
    ['wss://', 'noHost'],
    ['wss://:8084/mqtt', 'noHost'],
    ['你好，这是一段聊天', 'badHost'],
    ['<script>alert(1)</script>', 'badHost'],
    ['wss://{"a"}/mqtt', 'badHost'],
    ['wss://host:99999/', 'badPort'],
    ['wss://host:80a/', 'badPort'],
    ['mqtt://192.168.1.20:1883', 'rawTcp'],
    ['https://mq.example.com/mqtt', 'http'],
    ['mq.example.com', 'badScheme'],
    ['ftp://mq.example.com', 'badScheme'],
    ['ws://192.168.1.20:1883/mqtt', 'tcpPort'],
  ])('%s is %s', (text, problem) => {
    expect(parseAddress(text).problem).toBe(problem)
  })

  it('offers at most two ways out, the likelier first', () => {
    expect(parseAddress('mqtt://192.168.1.20:1883').fixes.map((f) => f.url)).toEqual([
      'ws://192.168.1.20:8083/mqtt',
      'wss://192.168.1.20:8084/mqtt',
    ])
    expect(parseAddress('mqtts://broker.example.com:8883').fixes.map((f) => f.url)).toEqual([
      'wss://broker.example.com:8084/mqtt',
      'ws://broker.example.com:8083/mqtt',
    ])
    expect(parseAddress('wss://host:8084').fixes).toEqual([{ url: 'wss://host:8084/mqtt', why: 'path' }])
    expect(parseAddress('192.168.1.20').fixes[0]?.url).toBe('ws://192.168.1.20:8083/mqtt')
    expect(parseAddress('broker.example.com:8084').fixes[0]?.url).toBe('wss://broker.example.com:8084/mqtt')
  })

  it('a standard TCP port is a warning, not a verdict: the address can still be opened', () => {
    expect(parseAddress('ws://host:1883/').url).toBe('ws://host:1883/')
  })

  it('takes user and password out of the address', () => {
    const parsed = parseAddress('wss://ada:p%40ss:word@mq.example.com/mqtt')
    expect(parsed).toMatchObject({
      url: 'wss://mq.example.com/mqtt',
      credentials: { username: 'ada', password: 'p@ss:word' },
    })
    expect(parseAddress('wss://ada@host/').credentials).toEqual({ username: 'ada', password: '' })
    expect(parseAddress('wss://%zz:1@host/').credentials).toEqual({ username: '%zz', password: '1' })
  })

  it('ends the user info at the last @: a mail address is a usual user name', () => {
    const credentials = { username: 'me@mail.com', password: 'p@w' }
    expect(parseAddress('ws://me@mail.com:p@w@h:8083/mqtt')).toMatchObject({ url: 'ws://h:8083/mqtt', credentials })
    // an @ behind the host is part of the path or the query
    expect(parseAddress('wss://h/a@b').credentials).toBeUndefined()
    expect(parseAddress('wss://h?to=a@b').credentials).toBeUndefined()
  })

  it('never throws, whatever is pasted', () => {
    for (const text of ['://', '@@@', 'wss://[', 'a'.repeat(100_000), '\u0000', '💥://💥']) {
      expect(() => parseAddress(text)).not.toThrow()
    }
  })
})

test('isLocal knows what a phone reaches without the internet', () => {
  for (const host of ['localhost', '127.0.0.1', '10.1.2.3', '192.168.0.1', '172.31.0.1', 'nas.local', '[fd00::1]']) {
    expect(isLocal(host)).toBe(true)
  }
  for (const host of ['example.com', '172.32.0.1', '11.0.0.1', 'local.example.com']) expect(isLocal(host)).toBe(false)
})
