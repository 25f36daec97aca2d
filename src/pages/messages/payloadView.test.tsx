import { encodeUtf8 } from '@/core/payload/utf8'
import { openPayload } from './payloadView'

test('JSON opens written out, text as text, other bytes as hex', () => {
  expect(openPayload(encodeUtf8('{"a":1}')).views).toEqual(['json', 'text', 'hex'])
  expect(openPayload(encodeUtf8('{"a":1')).views).toEqual(['text', 'hex'])
  expect(openPayload(new Uint8Array([0xff])).views).toEqual(['hex', 'text'])
  expect(openPayload(encodeUtf8('{"a":1}')).page('json', 0)).toBe('{\n  "a": 1\n}')
})

test('the pages of a text are the text, whatever a page would cut', () => {
  for (const pad of ['', 'x', 'xx']) {
    const text = pad + '温😀'.repeat(2_000)
    const opened = openPayload(encodeUtf8(text))
    const pages = Array.from({ length: opened.pagesOf('text') }, (_, i) => opened.page('text', i))
    expect(pages.length).toBe(4)
    expect(pages.join('')).toBe(text)
  }
})

test('an empty payload has one empty page, and bytes are copied as hex', () => {
  const empty = openPayload(new Uint8Array())
  expect([empty.pagesOf('text'), empty.page('text', 0), empty.page('hex', 0)]).toEqual([1, '', ''])
  expect(openPayload(new Uint8Array([0xff, 0])).whole()).toBe('ff 00')
})
