import type { Report } from './report'

type Rgb = readonly [number, number, number]
type Tokens = ReadonlyMap<string, string>

const TEXT_RATIO = 4.5
const CONTROL_RATIO = 3
const SERIES = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8']

/** Text colour → the grounds it stands on. */
const TEXT_PAIRS: Record<string, string[]> = {
  ink: [
    ...['bg', 'surface', 'surface-2', 'surface-3', 'seg-on', 'press', 'sent'],
    ...['accent-soft', 'ok-soft', 'wait-soft', 'bad-soft', 'idle-soft'],
  ],
  'ink-2': [
    ...['bg', 'surface', 'surface-2', 'surface-3', 'press', 'sent'],
    ...['accent-soft', 'ok-soft', 'wait-soft', 'bad-soft', 'idle-soft'],
  ],
  'ink-3': [
    'bg',
    'surface',
    'surface-2',
    'press',
    'sent',
    'accent-soft',
    'ok-soft',
    'wait-soft',
    'bad-soft',
    'idle-soft',
  ],
  accent: ['bg', 'surface', 'surface-2', 'press', 'sent', 'accent-soft', 'wait-soft', 'bad-soft'],
  'on-accent': ['accent'],
  surface: ['ink'],
  ok: ['bg', 'surface', 'press', 'sent', 'ok-soft'],
  wait: ['bg', 'surface', 'press', 'sent', 'wait-soft'],
  bad: ['bg', 'surface', 'press', 'sent', 'accent-soft', 'bad-soft'],
  idle: ['bg', 'surface', 'idle-soft'],
  'on-toast': ['toast'],
  // topics, also of rows that are pressed or selected
  ...Object.fromEntries(SERIES.map((name) => [name, ['surface', 'bg', 'press', 'accent-soft']])),
}

/** Glyph, border or control → the grounds it stands on. */
const CONTROL_PAIRS: Record<string, string[]> = {
  control: ['bg', 'surface'],
  accent: ['surface', 'bg', 'surface-2', 'sent', 'accent-soft'],
  'dot-ok': ['surface', 'bg'],
  'dot-wait': ['surface', 'bg'],
  'dot-bad': ['surface', 'bg'],
  'dot-idle': ['surface', 'bg'],
  'ink-2': ['surface-2'],
  // dots of chips, rails, lines of the chart; on a chosen chip the dot has a ring of `surface`
  ...Object.fromEntries(SERIES.map((name) => [name, ['surface', 'surface-2', 'bg', 'accent-soft']])),
}

/** The letters of a connection’s tile stand on so much of their own colour over `surface`. */
const TILE_TINT = 0.13

function parseColour(text: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]
  if (!hex) return undefined
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  const channel = (at: number): number => Number.parseInt(long.slice(at, at + 2), 16)
  return [channel(0), channel(2), channel(4)]
}

/** Relative luminance, WCAG 2.2. */
function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number): number => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** Contrast ratio of two colours, 1 to 21, WCAG 2.2. */
export function contrast(first: Rgb, second: Rgb): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The custom properties of the first rule whose selector list has `selector`. */
function tokensOf(css: string, selector: string): Tokens {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '')
  for (const [, selectors = '', body = ''] of bare.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const declares = /--[\w-]+\s*:/.test(body)
    const names = selectors.split(',').map((one) => one.trim())
    if (!declares || !names.includes(selector)) continue
    return new Map(
      [...body.matchAll(/--([\w-]+)\s*:\s*([^;]+)/g)].map(([, name = '', value = '']) => [name, value.trim()]),
    )
  }
  return new Map()
}

function pairFailures(theme: string, tokens: Tokens, pairs: Record<string, string[]>, atLeast: number): string[] {
  const checkPair = (front: string, ground: string): string[] => {
    const colours = [front, ground].map((name) => parseColour(tokens.get(name) ?? ''))
    const [first, second] = colours
    if (!first || !second) return [`${theme}: --${first ? ground : front} is missing or no hex colour`]
    const ratio = contrast(first, second)
    return ratio >= atLeast ? [] : [`${theme}: --${front} on --${ground} is ${ratio.toFixed(2)}:1, wanted ${atLeast}:1`]
  }
  return Object.entries(pairs).flatMap(([front, grounds]) => grounds.flatMap((ground) => checkPair(front, ground)))
}

function tileFailures(theme: string, tokens: Tokens): string[] {
  return SERIES.flatMap((name) => {
    const [letters, surface] = [name, 'surface'].map((token) => parseColour(tokens.get(token) ?? ''))
    if (!letters || !surface) return []
    const part = (at: 0 | 1 | 2): number => letters[at] * TILE_TINT + surface[at] * (1 - TILE_TINT)
    const ratio = contrast(letters, [part(0), part(1), part(2)])
    return ratio >= TEXT_RATIO
      ? []
      : [`${theme}: --${name} on a tile of it is ${ratio.toFixed(2)}:1, wanted ${TEXT_RATIO}:1`]
  })
}

/** The pairs of text and ground that {@link checkContrast} knows, as `#rrggbb on #rrggbb`. */
export function knownTextPairs(css: string, theme: 'light' | 'dark'): Set<string> {
  const tokens = new Map([...tokensOf(css, '.light'), ...(theme === 'dark' ? tokensOf(css, '.dark') : [])])
  const hex = (name: string) => (tokens.get(name) ?? '').toLowerCase()
  return new Set(
    Object.entries(TEXT_PAIRS).flatMap(([front, grounds]) => grounds.map((g) => `${hex(front)} on ${hex(g)}`)),
  )
}

const countOf = (pairs: Record<string, string[]>): number => Object.values(pairs).flat().length

/**
 * Every pair of tokens that meets on screen is readable in both themes (WCAG 2.2, 1.4.3 and 1.4.11), and the theme
 * that follows the system is the same dark one.
 */
export function checkContrast(css: string): Report {
  const light = tokensOf(css, '.light')
  const dark = new Map([...light, ...tokensOf(css, '.dark')])
  const system = tokensOf(css, '.auto')
  const failures = [
    ...pairFailures('light', light, TEXT_PAIRS, TEXT_RATIO),
    ...pairFailures('light', light, CONTROL_PAIRS, CONTROL_RATIO),
    ...pairFailures('dark', dark, TEXT_PAIRS, TEXT_RATIO),
    ...pairFailures('dark', dark, CONTROL_PAIRS, CONTROL_RATIO),
    ...tileFailures('light', light),
    ...tileFailures('dark', dark),
  ]
  for (const [name, value] of tokensOf(css, '.dark')) {
    if (system.get(name) !== value)
      failures.push(`.auto has --${name}: ${system.get(name) ?? 'nothing'}, .dark has ${value}`)
  }
  const pairs = 2 * (countOf(TEXT_PAIRS) + countOf(CONTROL_PAIRS) + SERIES.length)
  return { summary: `${pairs} pairs of tokens in two themes`, failures: [...new Set(failures)] }
}
