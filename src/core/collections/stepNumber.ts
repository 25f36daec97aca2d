/**
 * The next or the former number in the unit of its last decimal: 45 → 46, 21.5 → 21.6; digit by digit, so that any size
 * stays exact.
 * @returns undefined for what has an exponent or is no number
 */
export function stepNumber(text: string, by: -1 | 1): string | undefined {
  const [, minus, whole, decimals] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined) return undefined
  const digits = (whole + (decimals ?? '')).split('').map(Number)
  const isGrowing = (minus === '-') === by < 0
  const isZero = digits.every((digit) => digit === 0)
  const stepped = isZero ? [...digits.slice(0, -1), 1] : isGrowing ? raised(digits) : lowered(digits)
  const isNegative = isZero ? by < 0 : minus === '-'
  const places = decimals?.length ?? 0
  const shown = stepped.join('')
  const head = shown.slice(0, shown.length - places).replace(/^0+(?=\d)/, '') || '0'
  const magnitude = places > 0 ? `${head}.${shown.slice(shown.length - places)}` : head
  return isNegative && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude
}

function raised(digits: number[]): number[] {
  const next = [...digits]
  for (let i = next.length - 1; i >= 0; i -= 1) {
    const digit = next[i] ?? 0
    if (digit < 9) {
      next[i] = digit + 1
      return next
    }
    next[i] = 0
  }
  return [1, ...next]
}

/** Of what is not zero. */
function lowered(digits: number[]): number[] {
  const next = [...digits]
  for (let i = next.length - 1; i >= 0; i -= 1) {
    const digit = next[i] ?? 0
    if (digit > 0) {
      next[i] = digit - 1
      return next
    }
    next[i] = 9
  }
  return next
}
