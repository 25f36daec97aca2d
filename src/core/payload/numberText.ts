/** Numbers as exact decimal text, without BigInt: iOS 11 has none. */

const limbBase = 1e7

/**
 * The unsigned integer that big-endian bytes spell, plus `added`. Takes time quadratic in the length: bound it.
 * @param added a small natural number
 */
export function decimalOf(bytes: ArrayLike<number>, added = 0): string {
  // little-endian limbs of seven digits: a limb times three bytes stays below 2^53
  const limbs = [0]
  const lone = bytes.length % 3
  for (let i = 0; i < lone; i += 1) grow(limbs, 256, bytes[i] ?? 0)
  for (let i = lone; i < bytes.length; i += 3) {
    grow(limbs, 0x100_0000, ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0))
  }
  if (added > 0) grow(limbs, 1, added)
  let text = String(limbs[limbs.length - 1] ?? 0)
  for (let i = limbs.length - 2; i >= 0; i -= 1) text += String(limbs[i] ?? 0).padStart(7, '0')
  return text
}

/** limbs × factor + carry, in place */
function grow(limbs: number[], factor: number, carry: number): void {
  for (let i = 0; i < limbs.length; i += 1) {
    const sum = (limbs[i] ?? 0) * factor + carry
    limbs[i] = sum % limbBase
    carry = Math.floor(sum / limbBase)
  }
  for (; carry > 0; carry = Math.floor(carry / limbBase)) limbs.push(carry % limbBase)
}

const fourBytes = (word: number) => [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff]

/** @param high and low: the 32-bit halves of an unsigned 64-bit integer */
export function uint64Text(high: number, low: number, added = 0): string {
  if (high >>> 0 < 0x20_0000) return String((high >>> 0) * 0x1_0000_0000 + (low >>> 0) + added)
  return decimalOf([...fourBytes(high), ...fourBytes(low)], added)
}

/** @param high and low: the 32-bit halves of a two's complement 64-bit integer */
export function int64Text(high: number, low: number): string {
  return high >= 0 && high < 0x8000_0000 ? uint64Text(high, low) : `-${uint64Text(~high, ~low, 1)}`
}

/** The nearest double, and a safe integer whenever it is one. */
export const uint64Value = (high: number, low: number) => (high >>> 0) * 0x1_0000_0000 + (low >>> 0)

export const int64Value = (high: number, low: number) => (high | 0) * 0x1_0000_0000 + (low >>> 0)

/** The shortest text that reads back as the same double. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The shortest text that reads back as the same 32-bit float: 24.6 and not 24.600000381469727. */
export function floatText(value: number): string {
  if (!isFinite(value) || Object.is(value, -0)) return doubleText(value)
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(Number(value.toPrecision(9)))
}

/** The value of a 16-bit float, IEEE 754. */
export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const two = (value: number) => String(value).padStart(2, '0')

/**
 * A moment as ISO 8601 in UTC.
 * @param seconds since 1970, whole or not, below zero before
 * @param nanoseconds added to it, 0 to 999,999,999
 * @returns undefined outside the years 0 to 9999
 */
export function isoTime(seconds: number, nanoseconds = 0): string | undefined {
  const whole = Math.floor(seconds)
  const days = Math.floor(whole / 86_400)
  if (!(days >= -719_528 && days <= 2_932_896)) return undefined
  const ofDay = whole - days * 86_400
  // days to a date: months count from March, so that the leap day comes last
  const era = days + 719_468
  const cycle = Math.floor(era / 146_097)
  const dayOfCycle = era - cycle * 146_097
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1_460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  )
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  const time = `${two(Math.floor(ofDay / 3_600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`
  return `${date}T${time}${fraction(seconds - whole, nanoseconds)}Z`
}

function fraction(ofSecond: number, nanoseconds: number): string {
  const nanos = nanoseconds > 0 ? nanoseconds : Math.floor(ofSecond * 1e3) * 1e6
  if (nanos <= 0) return ''
  return `.${String(nanos)
    .padStart(9, '0')
    .replace(/(000)+$/, '')}`
}
