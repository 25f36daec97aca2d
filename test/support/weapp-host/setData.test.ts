import { applyData, parseDataPath } from './setData'

describe('setData', () => {
  it('reads paths in both spellings of an index', () => {
    expect(parseDataPath('root.cn.[0].cn[12].p1')).toEqual(['root', 'cn', 0, 'cn', 12, 'p1'])
    expect(parseDataPath('plain')).toEqual(['plain'])
  })

  it('changes what the path names and leaves the rest', () => {
    const data = { root: { cn: [{ v: 'a' }, { v: 'b' }] }, other: 1 }
    applyData(data, { 'root.cn.[1].v': 'c', other: null })
    expect(data).toEqual({ root: { cn: [{ v: 'a' }, { v: 'c' }] }, other: null })
  })

  it('makes the containers a path needs', () => {
    const data: Record<string, unknown> = {}
    applyData(data, { 'list[1].name': 'x' })
    expect(data).toEqual({ list: [undefined, { name: 'x' }] })
  })
})
