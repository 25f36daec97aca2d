const width = 44
const height = 16
/** A line of one and a half points must not be cut at the edges */
const inset = 1

/**
 * A line through values as an SVG in a data URI, to be used as a mask: it takes whatever colour the theme has.
 * @returns undefined for less than two values
 */
export function sparkline(values: readonly number[]): string | undefined {
  if (values.length < 2) return undefined
  const least = Math.min(...values)
  const span = Math.max(...values) - least
  const points = values.map((value, i) => {
    const x = inset + (i / (values.length - 1)) * (width - 2 * inset)
    // a value that never changes is a line through the middle; a span beyond all bounds is one, too
    const share = span > 0 && isFinite(span) ? (value - least) / span : 0.5
    const y = height - inset - share * (height - 2 * inset)
    return `${short(x)} ${short(y)}`
  })
  return (
    `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${width} ${height}' fill='none' stroke='%23000' ` +
    `stroke-width='1.5' stroke-linejoin='round' stroke-linecap='round'%3E%3Cpath d='M${points.join('L')}'/%3E%3C/svg%3E`
  )
}

const short = (n: number) => String(Math.round(n * 10) / 10)
