import { hexOf } from './hex'

test('bytes as digits', () => {
  expect(hexOf(new Uint8Array([0, 15, 255]))).toBe('00 0f ff')
  expect(hexOf(new Uint8Array())).toBe('')
})
