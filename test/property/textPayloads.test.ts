import { gzipSync } from 'node:zlib'
import { encodeBase64 } from '@/core/payload/base64'
import { detect } from '@/core/payload/detect'
import { payloadFormats } from '@/core/payload/formats'
import { decodeGbk } from '@/core/payload/gbk/decodeGbk'
import { gbkScore } from '@/core/payload/gbk/guess'
import { decodeJson, jsonFailure } from '@/core/payload/json/decodeJson'
import { prettyJson } from '@/core/payload/json/pretty'
import { JsonReader } from '@/core/payload/json/reader'
import { numberAt, parsePath, valueAt } from '@/core/payload/path'
import { pictureOf } from '@/core/payload/picture'
import { previewOf } from '@/core/payload/preview'
import { decodeLimits, type ValueNode } from '@/core/payload/tree'
import { decodeUtf8, decodeUtf8Strict } from '@/core/payload/utf8'
import { Utf8Decoder } from '@/core/payload/utf8Stream'

const runs = 100_000

/** A generator of our own: a hundred thousand inputs of a property library would take minutes. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % below
  }
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
const hex = (digits: string) => new Uint8Array(Buffer.from(digits.replace(/ /g, ''), 'hex'))

const json = [
  '{"temp":24.50,"hum":6.1e-2,"dev":{"id":"gw-02","on":true,"x":null},"l":[1,[2,{"y":"\\u6e29\\n"}]]}',
  '{"a":1}\n{"a":2}\n{"a":3}\n',
  '[[[[[[]]]]],{"温":"室","温":NaN}]',
  '"\\ud83d\\ude00 text"',
  '-0.5E+10',
].map(bytesOf)
const pictures = [
  hex('89504e470d0a1a0a 0000000d 49484452 00000001 00000001 08060000001f15c489 0000000d 61635454 00000002'),
  hex('ffd8ffe00004 0102 ffdb0003 09 ffc2000b 08 02d0 0500 01'),
  hex('474946383961 0100 0100'),
  hex('52494646 22000000 57454250 56503820 16000000 3001009d012a0100010000'),
  hex('52494646 1a000000 57454250 5650384c 0d000000 2f000000100710'),
  bytesOf('<?xml version="1.0"?><!-- x --><svg width="1"/>'),
]
const binary = [
  hex('a2 61 61 01 61 62 9f 01 82 02 03 ff'),
  hex('82 a1 61 01 a1 62 dc 0002 01 cb 3ff0000000000000'),
  hex('08 96 01 12 07 74 65 73 74 69 6e 67 1d 0000803f'),
  hex('ce c2 ca d2 d2 bb ba c5 2c 31'),
  new Uint8Array(gzipSync('{"a":1}')),
]

/** A third is noise; the rest are good bytes that were cut, flipped, doubled or put into each other. */
function inputsOf(seed: number, seeds: readonly Uint8Array[]): Uint8Array[] {
  const inputs: Uint8Array[] = []
  const below = generator(seed)
  const any = () => seeds[below(seeds.length)] ?? new Uint8Array()
  for (let run = 0; run < runs; run += 1) {
    if (run % 3 === 0) {
      const noise = new Uint8Array(below(48))
      for (let i = 0; i < noise.length; i += 1) noise[i] = below(256)
      inputs.push(noise)
      continue
    }
    let bytes: Uint8Array = any().slice()
    for (let changes = 1 + below(3); changes > 0; changes -= 1) {
      const at = below(bytes.length + 1)
      const kind = below(5)
      if (kind === 0 && at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
      else if (kind === 1 && at < bytes.length) bytes[at] = below(256)
      else if (kind === 2) bytes = bytes.slice(0, at)
      else if (kind === 3) bytes = joined(bytes.subarray(0, at), any(), bytes.subarray(at))
      else bytes = joined(bytes.subarray(0, at), bytes.subarray(below(at + 1)))
    }
    inputs.push(bytes.length > 512 ? bytes.slice(0, 512) : bytes)
  }
  return inputs
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** Runs over inputs; names the bytes of the first that throws or breaks a promise. */
function forAll(inputs: readonly Uint8Array[], check: (bytes: Uint8Array) => boolean): void {
  let current = new Uint8Array() as Uint8Array
  try {
    for (current of inputs) if (!check(current)) throw new Error('a promise is broken')
  } catch (error) {
    throw new Error(`${Buffer.from(current).toString('hex')}: ${String(error)}`)
  }
}

const jsonInputs = inputsOf(1, json)
const allInputs = inputsOf(2, [...json, ...pictures, ...binary])

test('the JSON reader comes to an end in fewer steps than bytes, and stays there', () => {
  forAll(jsonInputs, (bytes) => {
    const reader = new JsonReader(bytes, true)
    let steps = 1
    while (reader.next() !== 'end' && reader.token !== 'error') steps += 1
    const { token, start, end } = reader
    reader.next()
    return steps <= bytes.length + 1 && token === reader.token && start === reader.start && end === reader.end
  })
})

function nodesOf(node: ValueNode): number {
  return (node.children ?? []).reduce((sum, child) => sum + nodesOf(child), 1)
}

test('a JSON tree has no more nodes than bytes, and what it says of the bytes is what JSON.parse says', () => {
  const paths = ['$', '$.dev.id', '$.l[1][1].y', '$[0].a', '$[1].温'].map((text) => parsePath(text) ?? [])
  forAll(jsonInputs, (bytes) => {
    const decoded = decodeJson(bytes)
    const strict = jsonFailure(bytes)
    if (strict === undefined && !decoded.ok) return false
    // an engine takes its time to make an error
    if (bytes.length % 4 === 0 && (strict === undefined) !== isParsed(bytes)) return false
    const path = paths[bytes.length % paths.length] ?? []
    const value = valueAt(bytes, path)
    const number = value?.value !== undefined && Number.isFinite(value.value) ? value.value : undefined
    if (numberAt(bytes, path) !== number) return false
    if (!decoded.ok) return value === undefined && decoded.failure.offset <= bytes.length
    const same = valueAt(decoded.tree, path)
    return nodesOf(decoded.tree) <= bytes.length + 1 && value?.text === same?.text && value?.kind === same?.kind
  })
})

function isParsed(bytes: Uint8Array): boolean {
  try {
    JSON.parse(decodeUtf8Strict(bytes) ?? '?')
    return true
  } catch {
    return false
  }
}

test('the limits of a tree hold', () => {
  forAll(jsonInputs.slice(0, runs / 4), (bytes) => {
    const decoded = decodeJson(bytes, { ...decodeLimits, maxDepth: 2, maxNodes: 5 })
    return !decoded.ok || nodesOf(decoded.tree) <= 6
  })
})

test('pretty JSON is the same JSON', () => {
  forAll(jsonInputs, (bytes) => {
    const pretty = prettyJson(bytes)
    return pretty === undefined || jsonFailure(bytes) !== undefined || isSameJson(pretty, decodeUtf8(bytes))
  })
})

const isSameJson = (a: string, b: string) => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b))

test('any text is a path or none', () => {
  forAll(inputsOf(3, ['$.a["b c"][0]', "$['x'].温", 'a.b-c[12]'].map(bytesOf)), (bytes) => {
    const path = parsePath(decodeUtf8(bytes))
    return path === undefined || path.length <= 64
  })
})

test('a preview is bounded, whatever the bytes and the format', () => {
  forAll(allInputs, (bytes) => {
    const chosen = payloadFormats[bytes.length % (payloadFormats.length * 2)]
    return JSON.stringify(previewOf(bytes, chosen)).length < 3_000
  })
})

test('detection offers each format once, and the bytes always', () => {
  forAll(allInputs, (bytes) => {
    const { formats } = detect(bytes, bytes.length % 5 === 0 ? { topic: 'spBv1.0/g/DDATA/n' } : {})
    return new Set(formats).size === formats.length && formats.includes('hex') && formats.includes('base64')
  })
})

test('a picture has a size or none', () => {
  forAll(inputsOf(4, pictures), (bytes) => {
    const { width = 1, height = 1 } = pictureOf(bytes) ?? {}
    return Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0 && width < 2 ** 32
  })
})

test('text in GBK has no more characters than bytes, its score is a share', () => {
  forAll(inputsOf(5, binary), (bytes) => {
    const score = gbkScore(bytes)
    return decodeGbk(bytes).length <= bytes.length && score >= 0 && score <= 1
  })
})

test('UTF-8 in parts has no more characters than bytes', () => {
  forAll(allInputs, (bytes) => {
    const decoder = new Utf8Decoder(bytes.length % 2 === 0 ? 'strict' : 'lossy', true)
    const cut = bytes.length >> 1
    const texts = [decoder.push(bytes.subarray(0, cut)), decoder.push(bytes.subarray(cut)), decoder.end()]
    return texts.join('').length <= bytes.length
  })
})

test('base64 has four characters for three bytes', () => {
  forAll(allInputs, (bytes) => encodeBase64(bytes).length === Math.ceil(bytes.length / 3) * 4)
})

test('256 KB of any one byte, in a string or in a list, are decoded in one pass', () => {
  const filled = new Uint8Array(262_144)
  const fills = [
    0x00, 0x20, 0x22, 0x2c, 0x31, 0x3c, 0x5b, 0x5c, 0x7b, 0x7f, 0x80, 0x9f, 0xa1, 0xc2, 0xdf, 0xe4, 0xf4, 0xff,
  ]
  for (const fill of fills) {
    filled.fill(fill)
    for (const first of [0x22, 0x5b]) {
      filled[0] = first
      expect(() => {
        decodeJson(filled)
        valueAt(filled, ['a', 0])
        detect(filled)
        previewOf(filled)
      }).not.toThrow()
    }
    expect(decodeGbk(filled).length).toBeLessThanOrEqual(filled.length)
    expect(decodeUtf8(filled).length).toBeLessThanOrEqual(filled.length)
  }
  // comments, declarations and blanks of an SVG that never begins
  for (const part of ['<!--', '<?', '<!x>', ' ', '<!-- --', '\n<']) {
    expect(pictureOf(bytesOf(part.repeat(100_000)))).toBeUndefined()
  }
})
