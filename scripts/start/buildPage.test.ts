import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildPage } from './buildPage'

describe('building the page', () => {
  let root: string
  const print = () => undefined
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  /** Stands in for Taro's command: the real one takes a quarter of a minute and is shown by the end-to-end tests. */
  const taro = (code: string) => write('node_modules/@tarojs/cli/bin/taro', `const fs = require('fs')\n${code}`)
  const building = `fs.mkdirSync('dist/h5', { recursive: true }); fs.writeFileSync('dist/h5/index.html', 'new')`
  const build = async (signal?: AbortSignal) => (await buildPage({ root, print, ...(signal ? { signal } : {}) })).built

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'homing-build-'))
    write('src/app.tsx', 'one')
    taro(building)
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  test('happens once, and again when a source changes, comes or goes', async () => {
    expect(await build()).toBe(true)
    expect(await build()).toBe(false)
    write('src/app.tsx', 'two')
    expect(await build()).toBe(true)
    write('src/more.ts', '')
    expect(await build()).toBe(true)
    rmSync(path.join(root, 'src/more.ts'))
    expect(await build()).toBe(true)
    expect(await build()).toBe(false)
  })

  test('does not happen for what is no part of the page', async () => {
    await build()
    write('src/app.test.tsx', '')
    write('src/socket.weapp.ts', '')
    expect(await build()).toBe(false)
  })

  test('happens again when something else was built into its folder', async () => {
    await build()
    write('dist/h5/index.html', 'somebody else’s')
    expect(await build()).toBe(true)
  })

  test('that ends with 0 and has built nothing is a failure, in its own words', async () => {
    write('dist/h5/index.html', 'old')
    taro(`console.log('Taro 配置有误，请检查！')`)
    await expect(build()).rejects.toThrow(/could not be built[\s\S]*配置有误/)
  })

  test('that fails tells why, and is tried again', async () => {
    taro(`console.error('✖ Webpack\\nno such module'); process.exit(1)`)
    await expect(build()).rejects.toThrow('✖ Webpack\nno such module')
    taro(building)
    expect(await build()).toBe(true)
  })

  test('ends with its workers when it is aborted', async () => {
    taro(`const worker = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      fs.writeFileSync('pid.part', String(worker.pid)); fs.renameSync('pid.part', 'pid'); setInterval(() => {}, 1000)`)
    const stopping = new AbortController()
    const ended = expect(build(stopping.signal)).rejects.toThrow('Ctrl-C')
    const pidFile = path.join(root, 'pid')
    while (!existsSync(pidFile)) await new Promise((resolve) => setTimeout(resolve, 10))
    stopping.abort(new Error('Ctrl-C'))
    await ended
    const pid = Number(readFileSync(pidFile, 'utf8'))
    await expect(goneWithin(pid, 2000)).resolves.toBe(true)
  })
})

async function goneWithin(pid: number, limitMs: number): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline;) {
    try {
      process.kill(pid, 0)
    } catch {
      return true
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return false
}
