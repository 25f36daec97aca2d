import { hexDump, hexOf } from './hex'

test('bytes as digits', () => {
  expect(hexOf(new Uint8Array([0, 15, 255]))).toBe('00 0f ff')
  expect(hexOf(new Uint8Array())).toBe('')
})

test('a dump names the offset and what is printable, and stops at the end of the page', () => {
  const bytes = new Uint8Array([...Array.from('GIF89a\n!', (c) => c.charCodeAt(0)), 0x7f, 0x41])
  expect(hexDump(bytes)).toBe('000000  47 49 46 38 39 61 0a 21  GIF89a.!\n000008  7f 41                    .A')
  expect(hexDump(bytes, 8, 9)).toBe('000008  7f                       .')
  expect(hexDump(bytes, 16, 24)).toBe('')
})
