import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** As it is meant to run: a Node of its own without transpiler, and its words on standard output. */
function inPlainNode(call: string): Promise<{ said: string; failure: string }> {
  const heal = JSON.stringify(pathToFileURL(path.join(__dirname, 'heal.mjs')).href)
  const code = `import { findDamage, heal } from ${heal}
    try { console.log(await ${call}) } catch (error) { console.error(error.message); process.exitCode = 1 }`
  return new Promise((resolve) =>
    execFile(process.execPath, ['--input-type=module', '--eval', code], (_error, stdout, stderr) =>
      resolve({ said: stdout.trim(), failure: stderr }),
    ),
  )
}

describe('heal', () => {
  let root: string
  const write = (file: string, content: unknown) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), JSON.stringify(content))
  }
  const damage = async () => (await inPlainNode(`findDamage(${JSON.stringify(root)})`)).said
  const heal = () => inPlainNode(`heal({ root: ${JSON.stringify(root)} })`)

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'homing-heal-'))
    const manifest = { name: 'clone', version: '1.0.0', dependencies: { dep: 'file:dep' } }
    write('package.json', manifest)
    write('dep/package.json', { name: 'dep', version: '1.0.0' })
    write('package-lock.json', {
      ...{ name: 'clone', version: '1.0.0', lockfileVersion: 3, requires: true },
      packages: { '': manifest, dep: { version: '1.0.0' }, 'node_modules/dep': { resolved: 'dep', link: true } },
    })
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  test('installs what is missing, and the second time does nothing', async () => {
    expect(await damage()).toBe('node_modules is missing')
    expect((await heal()).said).toMatch(/^Installing .*\nInstalled in \d+ s\.\n\{ healed: true \}$/)
    expect(await damage()).toBe('undefined')
    expect((await heal()).said).toBe('{ healed: false }')
  }, 30_000)

  test('notices an interrupted installation, another version and a deleted package', async () => {
    const lock = (version: string) => ({ packages: { '': {}, 'node_modules/dep': { version } } })
    write('package-lock.json', lock('2.0.0'))
    write('node_modules/dep/package.json', {})
    expect(await damage()).toBe('node_modules is incomplete')
    write('node_modules/.package-lock.json', lock('1.0.0'))
    expect(await damage()).toBe('node_modules/dep is 1.0.0, package-lock.json wants 2.0.0')
    write('node_modules/.package-lock.json', lock('2.0.0'))
    expect(await damage()).toBe('undefined')
    rmSync(path.join(root, 'node_modules', 'dep'), { recursive: true })
    expect(await damage()).toBe('node_modules/dep is missing')
  })

  test('does not miss packages of other platforms', async () => {
    const elsewhere = { version: '1.0.0', optional: true }
    write('package-lock.json', { packages: { '': {}, 'node_modules/for-another-system': elsewhere } })
    write('node_modules/.package-lock.json', { packages: {} })
    expect(await damage()).toBe('undefined')
  })

  test('tells what npm said when it fails', async () => {
    write('package-lock.json', { lockfileVersion: 3, packages: { '': {}, 'node_modules/other': { version: '1.0.0' } } })
    expect((await heal()).failure).toMatch(/npm ci ended with code[\s\S]*npm error[\s\S]*registry/)
  }, 30_000)
})
