import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { checkWeappPackage, measurePackages } from './weappPackage'

const MIB = 1024 * 1024

describe('packages of a mini-program', () => {
  let folder: string
  const write = (file: string, content: string | number) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), typeof content === 'number' ? Buffer.alloc(content) : content)
  }
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'homing-package-'))
    write('app.json', '{"pages":["pages/a/index"],"subPackages":[{"root":"subpackages/charts/","pages":["index"]}]}')
    write('pages/a/index.js', 1000)
    write('subpackages/charts/index.js', 5000)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('a file counts for the subpackage whose root it lies under, else for the main package', () => {
    const sizes = measurePackages(folder)
    expect(sizes.get('subpackages/charts')).toBe(5000)
    expect(sizes.get('main')).toBeGreaterThan(1000)
    expect(sizes.get('main')).toBeLessThan(1200)
  })

  test('small packages pass', () => expect(checkWeappPackage(folder).failures).toEqual([]))

  test('a subpackage of 2 MiB fails although the main package is small', () => {
    write('subpackages/charts/data.js', 2 * MIB)
    expect(checkWeappPackage(folder).failures).toEqual([
      expect.stringContaining('package subpackages/charts has 2053 KB'),
    ])
  })

  test('a main package of 2 MiB fails', () => {
    write('vendors.js', 2 * MIB)
    expect(checkWeappPackage(folder).failures).toEqual([expect.stringContaining('package main')])
  })

  test('a subpackage that is named and has no files fails', () => {
    rmSync(path.join(folder, 'subpackages'), { recursive: true })
    expect(checkWeappPackage(folder).failures).toEqual(['package subpackages/charts is empty'])
  })

  test('a folder without app.json fails', () => {
    rmSync(path.join(folder, 'app.json'))
    expect(checkWeappPackage(folder).failures).toHaveLength(1)
  })
})
