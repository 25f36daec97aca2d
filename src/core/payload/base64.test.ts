import fc from 'fast-check'
import { decodeBase64, encodeBase64 } from './base64'

describe('base64', () => {
  it('writes what Node writes, and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(text)).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
  })

  it.each(['A', 'AA', 'AAA', 'AA=A', 'A===', '====', 'AA-_', 'AAé=', 'AA\n='])('refuses %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined()
  })
})
