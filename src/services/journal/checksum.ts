/**
 * Checksums of what is stored, quick where there is no JIT (mini-programs on iOS): sums as Fletcher's, 32 bits each. Any one
 * flipped bit changes the first sum; what stands elsewhere changes the second.
 */

/** @param length how many characters count, from the first on */
export function sumOfText(text: string, seed = 1, length = text.length): number {
  let a = seed
  let b = 0
  let i = 0
  // four at a time: half of an interpreter's work is the loop
  for (const end = length - 3; i < end; i += 4) {
    b += a += text.charCodeAt(i)
    b += a += text.charCodeAt(i + 1)
    b += a += text.charCodeAt(i + 2)
    b += a += text.charCodeAt(i + 3)
    // whole numbers of a double end at 2 ** 53
    b |= 0
  }
  for (; i < length; i += 1) b += a += text.charCodeAt(i)
  return joined(a, b)
}

/** What is summed stands here meanwhile: a buffer of its own for each message would be most of what it leaves behind. */
const windowBytes = 4_096
const window = new Uint8Array(windowBytes)
const words = new Int32Array(window.buffer)

/** Four bytes at a time, as the processor orders them: every one that this runs on puts the lowest first. */
export function sumOfBytes(bytes: Uint8Array, seed = 1): number {
  let a = seed | 0
  let b = 0
  const whole = bytes.length & ~3
  for (let at = 0; at < whole; at += windowBytes) {
    window.set(bytes.length <= windowBytes ? bytes : bytes.subarray(at, at + windowBytes))
    const count = Math.min(whole - at, windowBytes) >> 2
    for (let i = 0; i < count; i += 1) {
      a = (a + (words[i] as number)) | 0
      b = (b + a) | 0
    }
  }
  for (let i = whole; i < bytes.length; i += 1) {
    a = (a + (bytes[i] ?? 0)) | 0
    b = (b + a) | 0
  }
  return joined(a, b)
}

/** One number of both; a flip of one bit in the first sum always shows. */
const joined = (a: number, b: number) => (a ^ (Math.imul(b, 0x9e3779b1) << 1)) >>> 0
