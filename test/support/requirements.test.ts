import { missing } from './requirements'

describe('requirements', () => {
  const { PATH, CHROMIUM_PATH } = process.env
  afterEach(() => {
    process.env.PATH = PATH
    if (CHROMIUM_PATH === undefined) delete process.env.CHROMIUM_PATH
    else process.env.CHROMIUM_PATH = CHROMIUM_PATH
  })

  test('a machine without needs lacks nothing', () => expect(missing({})).toEqual([]))

  test('a browser named by CHROMIUM_PATH is taken, wherever it is', () => {
    process.env.PATH = ''
    process.env.CHROMIUM_PATH = '/opt/somewhere/chrome'
    expect(missing({ chromium: true })).toEqual([])
  })
})
