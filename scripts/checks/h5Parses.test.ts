import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { checkH5Parses } from './h5Parses'

describe('the built page', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'homing-h5-'))
    mkdirSync(path.join(folder, 'js'))
    writeFileSync(path.join(folder, 'index.html'), '<script defer src="./js/app.js"></script>')
    writeFileSync(path.join(folder, 'js/app.js'), 'class A { static e = 1 }')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('passes when its scripts parse', () => expect(checkH5Parses(folder).failures).toEqual([]))

  test('fails for what terser once wrote', () => {
    writeFileSync(path.join(folder, 'js/169.js'), 'class A { static #"e" = 1 }')
    expect(checkH5Parses(folder).failures).toEqual([expect.stringContaining('169.js')])
  })

  test('fails for a script that is named and absent', () => {
    writeFileSync(
      path.join(folder, 'index.html'),
      '<script src="./js/app.js"></script><script src="./js/b.js"></script>',
    )
    expect(checkH5Parses(folder).failures).toEqual(['index.html names ./js/b.js, which is not there'])
  })

  test('fails when nothing was built', () => expect(checkH5Parses(path.join(folder, 'js')).failures).toHaveLength(1))
})
