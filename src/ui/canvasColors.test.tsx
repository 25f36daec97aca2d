import fs from 'node:fs'
import path from 'node:path'
import { canvasColors, type CanvasColors } from './canvasColors'

const css = fs.readFileSync(path.join(__dirname, 'tokens.css'), 'utf8').toLowerCase()

function tokens(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf('{', css.indexOf(selector)), css.indexOf('}', css.indexOf(selector)))
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))

describe.each([
  ['light', '.light {'],
  ['dark', '.dark {'],
] as const)('the canvas colours, %s', (theme, selector) => {
  const of = tokens(selector)
  const colors: CanvasColors = canvasColors[theme]

  it('are those of the tokens', () => {
    expect(colors.ground).toBe(of.get('surface'))
    expect(colors.text).toBe(of.get('ink-3'))
    expect(colors.line).toBe(of.get('line'))
    expect(colors.series).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => of.get(`s${n}`)))
  })

  it('shade a gap with six tenths of surface-3 over the surface', () => {
    const [over, under] = [of.get('surface-3') ?? '', of.get('surface') ?? ''].map(channels)
    const mixed = (over ?? []).map((c, i) => 0.6 * c + 0.4 * (under?.[i] ?? 0))
    channels(colors.gap).forEach((c, i) => expect(Math.abs(c - (mixed[i] ?? 0))).toBeLessThanOrEqual(1))
  })
})
