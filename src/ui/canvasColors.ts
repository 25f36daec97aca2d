import type { Theme } from './platformTypes'

/** Colours for canvases, which do not see CSS. That they are those of tokens.css is a test. */
export interface CanvasColors {
  ground: string
  text: string
  line: string
  gap: string
  /** s1 to s8 */
  series: readonly string[]
}

/** token → what it is for; `gap` is drawn at less than full strength */
export const canvasColors: Record<Theme, CanvasColors> = {
  light: {
    ground: '#ffffff',
    text: '#606776',
    line: '#e2e5eb',
    gap: '#f1f2f5',
    series: ['#3e5bd8', '#0a776d', '#ae4b08', '#b0307a', '#3b771f', '#7748c6', '#0a6eab', '#846013'],
  },
  dark: {
    ground: '#171a20',
    text: '#939aa8',
    line: '#262a33',
    gap: '#23272f',
    series: ['#8da2ff', '#4cc3b5', '#f0995a', '#f083bf', '#8ecb6b', '#bb99fa', '#62b8ee', '#d6ae57'],
  },
}
