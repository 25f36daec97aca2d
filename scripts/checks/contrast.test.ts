import { readFileSync } from 'node:fs'
import path from 'node:path'
import { checkContrast, contrast } from './contrast'

const CSS = ['src/app.css', 'src/ui/tokens.css']
  .map((file) => path.resolve(__dirname, '../..', file))
  .map((file) => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  })
  .join('\n')

/** The tokens with one of them changed in the `nth` theme: 0 light, 1 dark, 2 following the system. */
function withToken(name: string, value: string, nth: number): string {
  let seen = -1
  return CSS.replace(new RegExp(`--${name}:[^;]+;`, 'g'), (rule) => {
    seen += 1
    return seen === nth ? `--${name}: ${value};` : rule
  })
}

describe('contrast', () => {
  test('black on white is 21:1 and a colour on itself 1:1', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
    expect(contrast([52, 84, 209], [52, 84, 209])).toBe(1)
  })

  test('a grey of 4.5:1 on white is where WCAG puts it', () => {
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeGreaterThan(4.5)
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeLessThan(4.5)
  })

  test('the tokens pass', () => expect(checkContrast(CSS).failures).toEqual([]))

  test('a paler text colour fails in the light theme', () => {
    expect(checkContrast(withToken('ink-3', '#8A909C', 0)).failures).toContainEqual(
      expect.stringMatching(/^light: --ink-3 on --surface is \d\.\d\d:1, wanted 4\.5:1$/),
    )
  })

  test('a darker glyph fails in the dark theme', () => {
    expect(checkContrast(withToken('dot-bad', '#552020', 1)).failures).toContainEqual(
      expect.stringMatching(/^dark: --dot-bad on --surface/),
    )
  })

  test('a dark theme of the system that drifted from the chosen one fails', () => {
    expect(checkContrast(withToken('ok', '#FFFFFF', 2)).failures).toEqual([
      expect.stringMatching(/^\.auto has --ok: #FFFFFF, \.dark has #[0-9a-f]{6}$/i),
    ])
  })

  test('a token that is gone fails', () => {
    expect(checkContrast('').failures).toContain('light: --ink is missing or no hex colour')
  })
})
