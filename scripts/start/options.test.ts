import { parseOptions } from './options.mjs'

describe('the options of npm start', () => {
  test('have defaults for a phone in the same network', () =>
    expect(parseOptions([])).toEqual({ port: 5180, host: '0.0.0.0', broker: undefined, devices: true, help: false }))

  test('are read', () =>
    expect(parseOptions(['--port', '0', '--host=127.0.0.1', '--broker', 'ws://b:8083/mqtt', '--no-devices'])).toEqual({
      ...{ port: 0, host: '127.0.0.1', broker: 'ws://b:8083/mqtt', devices: false, help: false },
    }))

  test.each([
    [['--prot', '1'], /--prot.*\n.*--help/],
    [['extra'], /extra/],
    [['--port'], /--port/],
    [['--port', '70000'], /0 to 65535, not "70000"/],
    [['--port', 'x'], /0 to 65535/],
    [['--broker', 'broker.emqx.io'], /whole address/],
    [['--broker', 'mqtt://b:1883'], /ws:\/\/ or wss:\/\/, not "mqtt:\/\/"/],
    [['--broker', 'ws://u:p@b/'], /everybody in the network/],
  ])('%j is refused in words', (argv, message) => expect(() => parseOptions(argv)).toThrow(message))
})
