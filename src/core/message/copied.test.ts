import { encodeUtf8 } from '../payload/utf8'
import { copiedMessages, copiedPayload } from './copied'

it('is text where it is text, else hex, and bounded', () => {
  expect(copiedPayload(encodeUtf8('{"温":1}'))).toBe('{"温":1}')
  expect(copiedPayload(Uint8Array.of(255, 216, 0))).toBe('ff d8 00')
  expect(copiedPayload(new Uint8Array(2_000_000).fill(255)).length).toBe(1_000_000)
  expect(copiedPayload(new Uint8Array(2_000_000).fill(65)).length).toBe(1_000_000)
})

it('of several has each with its topic', () => {
  const messages = ['1', ''].map((text, i) => ({ topic: `t/${i}`, payload: encodeUtf8(text) }))
  expect(copiedMessages(messages)).toBe('t/0\n1\n\nt/1\n')
  const large = { topic: 't', payload: new Uint8Array(900_000).fill(65) }
  expect(copiedMessages([large, large, large]).length).toBe(1_000_000)
})
