import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../test/support/requirements'

const FOLDER = path.resolve(__dirname, '../config/install')

interface Picture {
  file: string
  size: number
  /** To the edges: the system cuts its own shape out of it */
  isFull?: boolean
  /** Of the drawing, within what the system leaves of a maskable icon: a circle of 80 % */
  scale?: number
}

const PICTURES: Picture[] = [
  { file: 'icon-192.png', size: 192 },
  { file: 'icon-512.png', size: 512 },
  { file: 'icon-maskable-512.png', size: 512, isFull: true, scale: 0.82 },
  { file: 'apple-touch-icon.png', size: 180, isFull: true, scale: 0.94 },
]

/** Renders config/install/icon.svg: `npx tsx scripts/appIcons.ts`. What it writes is committed. */
async function main(): Promise<void> {
  const svg = readFileSync(path.join(FOLDER, 'icon.svg'), 'utf8')
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] })
  try {
    for (const { file, size, isFull = false, scale = 1 } of PICTURES) {
      const page = await browser.newPage({ viewport: { width: size, height: size } })
      const drawing = svg
        .replace(/rx="\d+"/, (rounded) => (isFull ? '' : rounded))
        .replace(/scale\(([\d.]+)\)/, (_, drawn: string) => `scale(${Number(drawn) * scale})`)
      await page.setContent(`<style>html,body{margin:0;background:none}svg{display:block}</style>${drawing}`)
      writeFileSync(path.join(FOLDER, file), await page.screenshot({ omitBackground: true }))
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

void main()
