import { pictureOf, pictureUri, type Picture } from './picture'
import { encodeUtf8 } from './utf8'

const bytesOf = (...parts: (string | number[])[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? Array.from(Buffer.from(part, 'latin1')) : part)))
const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

const pngHead = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const ihdr = (width: number[], height: number[]) =>
  bytesOf(pngHead, [0, 0, 0, 13], 'IHDR', width, height, [8, 6, 0, 0, 0, 1, 2, 3, 4])

test.each<[string, Uint8Array, Picture]>([
  [
    'a PNG of one pixel',
    base64('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
    { type: 'png', width: 1, height: 1 },
  ],
  ['a PNG, sizes in four bytes', ihdr([0, 1, 0, 2], [0, 0, 1, 1]), { type: 'png', width: 65_538, height: 257 }],
  [
    'a PNG that moves',
    bytesOf(Array.from(ihdr([0, 0, 0, 2], [0, 0, 0, 3])), [0, 0, 0, 8], 'acTL', [0, 0, 0, 2, 0, 0, 0, 0, 9, 9, 9, 9]),
    { type: 'png', width: 2, height: 3, isAnimated: true },
  ],
  ['a PNG without its header', bytesOf(pngHead), { type: 'png' }],
  ['a PNG of no width', ihdr([0, 0, 0, 0], [0, 0, 0, 3]), { type: 'png' }],
  [
    'a GIF of one pixel',
    base64('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'),
    { type: 'gif', width: 1, height: 1 },
  ],
  ['a GIF of 1987', bytesOf('GIF87a', [0x40, 0x01, 0xf0, 0x00]), { type: 'gif', width: 320, height: 240 }],
  [
    'a JPEG with segments before its frame',
    bytesOf([
      0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xdb, 0, 3, 9, 0xff, 0xc2, 0, 11, 8, 0x02, 0xd0, 0x05, 0, 1,
    ]),
    { type: 'jpeg', width: 1_280, height: 720 },
  ],
  ['a JPEG that ends within a segment', bytesOf([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1]), { type: 'jpeg' }],
  ['a JPEG whose segments never get on', bytesOf([0xff, 0xd8], Array<number>(500).fill(0xff)), { type: 'jpeg' }],
  [
    'a lossy WebP',
    base64('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA'),
    { type: 'webp', width: 1, height: 1 },
  ],
  [
    'a lossless WebP',
    base64('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='),
    { type: 'webp', width: 1, height: 1 },
  ],
  [
    'an extended WebP that moves',
    bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 2, 0, 0, 0, 0x3f, 0x01, 0, 0xef, 0, 0]),
    { type: 'webp', width: 320, height: 240, isAnimated: true },
  ],
  ['a WebP of an unknown kind', bytesOf('RIFF', [0, 0, 0, 0], 'WEBPXXXX'), { type: 'webp' }],
  [
    'an SVG behind a declaration, a comment and a document type',
    encodeUtf8('\ufeff<?xml version="1.0"?>\n<!-- 图 > -->\n<!DOCTYPE svg>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    { type: 'svg' },
  ],
])('%s', (_, bytes, picture) => {
  expect(pictureOf(bytes)).toEqual(picture)
  for (let end = 0; end < bytes.length; end += 1) expect(() => pictureOf(bytes.subarray(0, end))).not.toThrow()
})

test.each([
  ['text', 'PNG'],
  ['HTML with an SVG in it', '<html><svg/></html>'],
  ['another element', '<svgs>'],
  ['another RIFF', 'RIFF\u0000\u0000\u0000\u0000WAVEfmt '],
  ['nothing', ''],
])('%s is no picture', (_, text) => expect(pictureOf(bytesOf(text))).toBeUndefined())

test('a picture is shown by its bytes; an SVG is not, for it could name what would be fetched', () => {
  const gif = base64('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7')
  expect(pictureUri(gif, { type: 'gif' })).toBe(`data:image/gif;base64,${Buffer.from(gif).toString('base64')}`)
  expect(pictureUri(encodeUtf8('<svg/>'), { type: 'svg' })).toBeUndefined()
})
