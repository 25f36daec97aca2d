import { Utf8Decoder } from '@/core/payload/utf8Stream'
import { decodeUtf8, decodeUtf8Strict, invalidUtf8At } from '@/core/payload/utf8'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
const hex = (digits: string) => new Uint8Array(Buffer.from(digits.replace(/ /g, ''), 'hex'))

/** ASCII, Chinese, emoji, combining marks, and each class of ill-formed bytes of Unicode 15, tables 3-8 to 3-11. */
const corpus: [string, Uint8Array][] = [
  ['ASCII', bytesOf('{"temp":24.5}\r\n\u0000\u007f')],
  ['Latin', bytesOf('Zürich \u0080\u07ff é')],
  ['Chinese', bytesOf('温室一号，湿度 61.4%；\u0800\uffff')],
  ['emoji', bytesOf('a😀b👩‍🔧🇨🇳\u{10000}\u{10ffff}')],
  ['combining', bytesOf('e\u0301 a\u0308\u0323 \u0e01\u0e33 \u1100\u1161\u11a8')],
  ['byte order mark', bytesOf('\ufeffA\ufeffB')],
  ['only a byte order mark', bytesOf('\ufeff')],
  ['half a byte order mark', hex('ef bb')],
  ['a mark that is none', hex('ef bb 41')],
  ['table 3-8: non-shortest forms', hex('c0 af e0 80 bf f0 81 82 41')],
  ['table 3-9: surrogates', hex('ed a0 80 ed bf bf ed af 41')],
  ['table 3-10: beyond U+10FFFF and bytes that never occur', hex('f4 91 92 93 ff 41 80 bf 42')],
  ['table 3-11: truncated', hex('e1 80 e2 f0 91 92 f1 bf 41')],
  ['lone continuations', hex('80 bf 41 80 80 80 80')],
  ['lone leads', hex('c2 e0 f0 c2 41 e0 a0 41 f0 90 80 41')],
  ['five and six bytes', hex('f8 88 80 80 80 fc 84 80 80 80 80')],
  ['FE and FF', hex('fe ff 41 ff fe')],
  ['cut at the end', hex('41 f0 9f 98')],
]

/** A part for a part, with the failure of the strict one as undefined. */
function byNode(parts: readonly Uint8Array[], isStrict: boolean, keepsMark: boolean): (string | undefined)[] {
  const decoder = new TextDecoder('utf-8', { fatal: isStrict, ignoreBOM: keepsMark })
  const texts: (string | undefined)[] = []
  try {
    for (const part of parts) texts.push(decoder.decode(part, { stream: true }))
    texts.push(decoder.decode())
  } catch {
    while (texts.length <= parts.length) texts.push(undefined)
  }
  return texts
}

function byUs(parts: readonly Uint8Array[], isStrict: boolean, keepsMark: boolean): (string | undefined)[] {
  const decoder = new Utf8Decoder(isStrict ? 'strict' : 'lossy', keepsMark)
  return [...parts.map((part) => decoder.push(part)), decoder.end()]
}

/** @returns what differs, for a message that says which bytes */
function differences(parts: readonly Uint8Array[]): string[] {
  const found: string[] = []
  for (const isStrict of [false, true]) {
    for (const keepsMark of [false, true]) {
      const [ours, theirs] = [byUs(parts, isStrict, keepsMark), byNode(parts, isStrict, keepsMark)]
      // Node hands out the mark with the bytes behind it, and what comes when is no promise: the text is
      const isSame = isStrict ? sameUntilFailure(ours, theirs) : ours.join('') === theirs.join('')
      if (!isSame)
        found.push(`${parts.map((part) => Buffer.from(part).toString('hex')).join(' | ')} strict ${isStrict}`)
    }
  }
  return found
}

function sameUntilFailure(ours: readonly (string | undefined)[], theirs: readonly (string | undefined)[]): boolean {
  const [ourFailure, theirFailure] = [ours.indexOf(undefined), theirs.indexOf(undefined)]
  const before = (texts: readonly (string | undefined)[]) => texts.slice(0, ourFailure < 0 ? texts.length : ourFailure)
  return ourFailure === theirFailure && before(ours).join('') === before(theirs).join('')
}

test.each(corpus)('%s: every prefix, and every way to cut it in two or three, is as Node decodes it', (_, bytes) => {
  const found: string[] = []
  for (let end = 0; end <= bytes.length; end += 1) {
    found.push(...differences([bytes.subarray(0, end)]))
    for (let cut = 0; cut <= end; cut += 1) {
      found.push(...differences([bytes.subarray(0, cut), bytes.subarray(cut, end)]))
    }
  }
  for (let first = 0; first <= bytes.length; first += 1) {
    for (let second = first; second <= bytes.length; second += 1) {
      found.push(...differences([bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]))
    }
  }
  found.push(...differences(Array.from(bytes, (byte) => Uint8Array.of(byte))))
  expect(found).toEqual([])
})

test.each(corpus)('%s within a longer text, which the engine decodes first', (_, bytes) => {
  const whole = new Uint8Array(Buffer.concat([bytesOf('a' + '温'.repeat(20)), bytes, bytesOf('室'.repeat(20))]))
  const found = differences([whole])
  for (let cut = 0; cut <= whole.length; cut += 1) {
    found.push(...differences([whole.subarray(0, cut), whole.subarray(cut)]), ...differences([whole.subarray(0, cut)]))
  }
  expect(found).toEqual([])
})

/** A generator of our own: 100,000 runs of a property would take a minute. */
function randomBytes(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 8
  }
}

/** Half of the bytes come from the edges of Unicode table 3-7, so that sequences are often nearly well-formed. */
const edges = hex('00 41 7f 80 8f 90 9f a0 bf c0 c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 ff bb bf')

const wellFormed = bytesOf('温é😀室'.repeat(8))

test('100,000 random byte strings, cut anywhere, are as Node decodes them', () => {
  const random = randomBytes(20_260)
  const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
  const found: string[] = []
  for (let run = 0; run < 100_000; run += 1) {
    // every tenth is long enough for the engine to decode it first
    const bytes = new Uint8Array(random() % (run % 10 === 0 ? 100 : 24))
    const isNear = run % 2 === 0
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = isNear ? (edges[random() % edges.length] ?? 0) : random()
    if (run % 20 === 0) bytes.set(wellFormed.subarray(0, (bytes.length * 3) >> 2))
    const expected = lossy.decode(bytes)
    const isValid = !expected.includes('\ufffd') || Buffer.from(expected, 'utf8').equals(bytes)
    const cut = random() % (bytes.length + 1)
    const decoder = new Utf8Decoder('lossy', true)
    const streamed = `${decoder.push(bytes.subarray(0, cut))}${decoder.push(bytes.subarray(cut))}${decoder.end()}`
    const strict = decodeUtf8Strict(bytes)
    const isSame =
      decodeUtf8(bytes) === expected &&
      streamed === expected &&
      (strict === expected) === isValid &&
      invalidUtf8At(bytes) < 0 === isValid
    if (!isSame) found.push(Buffer.from(bytes).toString('hex'))
  }
  expect(found).toEqual([])
})

test('text longer than a chunk comes whole, whatever a part ends within', () => {
  const text = 'x温😀é'.repeat(5_000)
  const bytes = bytesOf(text)
  for (const size of [1_000, 8_191, 8_192, 8_193]) {
    const decoder = new Utf8Decoder('strict')
    let decoded = ''
    for (let at = 0; at < bytes.length; at += size) decoded += decoder.push(bytes.subarray(at, at + size)) ?? '?'
    expect(decoded + (decoder.end() ?? '?')).toBe(text)
  }
})

test('a decoder is as new after the end, and what it keeps does not change with the buffer of the caller', () => {
  const decoder = new Utf8Decoder('strict')
  const part = hex('e6 b8')
  expect(decoder.push(part)).toBe('')
  part.fill(0xff)
  expect(decoder.push(hex('a9'))).toBe('温')
  expect(decoder.push(hex('ff'))).toBeUndefined()
  expect(decoder.push(hex('41'))).toBeUndefined()
  expect(decoder.end()).toBeUndefined()
  expect(decoder.push(bytesOf('\ufeffA'))).toBe('A')
})
