/** A line without scales as a data URI: WeChat has no inline `<svg>`. @param stroke as CSS writes colours */
export function sparkline(values: readonly number[], size: { width: number; height: number }, stroke: string): string {
  const inset = 1.5
  const low = Math.min(...values)
  const span = Math.max(...values) - low
  const place = (value: number, i: number) => {
    const x = inset + (i / Math.max(1, values.length - 1)) * (size.width - 2 * inset)
    const share = span > 0 && isFinite(span) ? (value - low) / span : 0.5
    const y = size.height - inset - share * (size.height - 2 * inset)
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  }
  const svg =
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${size.width} ${size.height}' fill='none' stroke='${stroke}' ` +
    `stroke-width='1.5' stroke-linejoin='round' stroke-linecap='round'><path d='M${values.map(place).join('L')}'/></svg>`
  return `data:image/svg+xml,${svg.replace(/[#<>]/g, (character) => encodeURIComponent(character))}`
}
