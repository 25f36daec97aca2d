import { RealmClock } from './clock'
import { createRandom } from './random'
import { Realm, absentGlobals } from './realm'

describe('Realm', () => {
  const errors: unknown[] = []
  const clock = new RealmClock(createRandom(1), (error) => errors.push(error))
  const logged: unknown[] = []
  const open = (legacyLibrary = false) =>
    new Realm({
      clock,
      console: { log: (...values) => logged.push(values) },
      onError: (e) => errors.push(e),
      legacyLibrary,
    })
  afterAll(() => clock.stop())

  it.each([...absentGlobals, 'globalThis', 'process', 'Buffer', 'require', 'queueMicrotask'])('lacks %s', (name) => {
    expect(open().evaluate(`typeof ${name}`)).toBe('undefined')
  })

  it('refuses to make code from text', () => {
    const realm = open()
    expect(
      realm.evaluate(`(function () { try { return Function('return 1')() } catch (e) { return e.name } })()`),
    ).toBe('EvalError')
    expect(realm.evaluate(`(function () { try { return (0, eval)('1') } catch (e) { return e.name } })()`)).toBe(
      'EvalError',
    )
  })

  it('hands in what the realm takes for its own', () => {
    const realm = open()
    realm.define('given', { list: [1, { deep: true }], bytes: new Uint8Array([1, 2, 3]), call: () => ({ inner: [] }) })
    expect(
      realm.evaluate('given instanceof Object && given.list instanceof Array && given.list[1] instanceof Object'),
    ).toBe(true)
    expect(realm.evaluate('given.bytes instanceof ArrayBuffer && given.bytes.byteLength')).toBe(3)
    expect(realm.evaluate('given.call instanceof Function && given.call().inner instanceof Array')).toBe(true)
  })

  it('throws the errors of the host as errors of the realm', () => {
    const realm = open()
    realm.define('fails', () => {
      throw new Error('no room')
    })
    expect(
      realm.evaluate('(function () { try { fails() } catch (e) { return e instanceof Error && e.message } })()'),
    ).toBe('no room')
  })

  it('keeps its time by the clock it was given', async () => {
    const realm = open()
    realm.evaluate(
      'var begin = Date.now(), seen = 0, made = 0; setTimeout(function (n) { seen = n; made = +new Date() }, 60000, 7)',
    )
    await clock.advance(60_000)
    expect(realm.evaluate('seen')).toBe(7)
    expect(realm.evaluate('made - begin')).toBeGreaterThanOrEqual(60_000)
    expect(
      realm.evaluate('new Date(0).getTime() === 0 && new Date() instanceof Date && typeof Date() === "string"'),
    ).toBe(true)
  })

  it('can take away what old engines lack', () => {
    expect(open().evaluate('typeof [].flatMap')).toBe('function')
    expect(open(true).evaluate('typeof [].flatMap + typeof Object.fromEntries + typeof BigInt')).toBe(
      'undefined'.repeat(3),
    )
  })
})
