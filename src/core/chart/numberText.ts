const mostDecimals = 4

/** A value as a person reads it: short, with the digits that tell it from its neighbours. */
export function numberText(value: number, decimals?: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return trimmed(value.toExponential(4))
  if (decimals !== undefined) return grouped(value.toFixed(Math.min(decimals, 20)))
  return grouped(trimmed(value.toPrecision(size >= 1e6 ? 9 : 7)))
}

/** With its sign, for a difference: `+1.8`, `−0.3`. */
export function changeText(value: number, decimals?: number): string {
  const text = numberText(Math.abs(value), decimals)
  if (!/[1-9]/.test(text)) return `±${text}`
  return `${value < 0 ? '−' : '+'}${text}`
}

/** Digits behind the point that these values have, up to four. */
export function decimalsIn(values: readonly number[]): number {
  const digits = values.map((value) => {
    const text = String(Number(value.toPrecision(9)))
    const point = text.indexOf('.')
    return point < 0 || text.includes('e') ? 0 : text.length - point - 1
  })
  return Math.min(mostDecimals, Math.max(0, ...digits))
}

/** Zeros behind the point say nothing. */
function trimmed(text: string): string {
  const [mantissa = '', exponent] = text.split('e')
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
  return exponent === undefined ? short : `${short}e${exponent.replace('+', '')}`
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  if (text.includes('e')) return text
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`
}
