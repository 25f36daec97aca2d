import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { notShown } from '../../test/support/app/screens'
import { chromiumPath } from '../../test/support/requirements'
import type { Shot } from './render'

const columnWidth = 240
const gap = 12
const mostBeside = 6

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** `04-messages-light.png` of the design is `04-messages.png`, or the longer name where the theme has its own. */
function designOf(folder: string | undefined, { screen, theme, language }: Shot): string | undefined {
  if (folder === undefined) return undefined
  const endings = [theme === 'dark' ? '-dark' : '', ...(language === 'en' ? ['-en'] : [])]
  const found = endings
    .map((ending) => `${screen.name}${ending}.png`)
    .filter((name) => existsSync(path.join(folder, name)))
  if (found.length > 0) return found[found.length - 1]
  // 01d-connections-en stands beside 01-connections
  const [, ...words] = screen.name.split('-')
  const alike = new RegExp(`^${screen.name.slice(0, 2)}[a-z]-${words.join('-')}${endings[endings.length - 1]}\\.png$`)
  return endings[endings.length - 1] === '' ? undefined : readdirSync(folder).find((name) => alike.test(name))
}

function cell(title: string, source: string, isMissing = false): string {
  const picture = isMissing ? `<div class="missing">${source}</div>` : `<img loading="lazy" src="${source}">`
  return `<figure>${picture}<figcaption>${escaped(title)}</figcaption></figure>`
}

const inline = (file: string) => `data:image/png;base64,${readFileSync(file).toString('base64')}`

interface Sheet {
  shots: readonly Shot[]
  out: string
  design: string | undefined
  /** pictures inside the page: what is drawn from it needs no files */
  isWhole?: boolean
}

function pageOf({ shots, out, design, isWhole = false }: Sheet): string {
  const names = [...new Set(shots.map(({ screen }) => screen.name))]
  const sections = names.map((name) => {
    const own = shots.filter(({ screen }) => screen.name === name)
    const designs = new Set(own.map((shot) => designOf(design, shot)).filter((file) => file !== undefined))
    const cells = [...designs].map((file) => {
      const full = path.resolve(design ?? '', file)
      return cell(`design: ${file}`, isWhole ? inline(full) : escaped(full))
    })
    for (const { platform, language, theme, file, failure } of own) {
      const title = `${platform} · ${language} · ${theme}`
      const full = path.join(out, file)
      if (failure !== undefined || !existsSync(full)) cells.push(cell(title, escaped(failure ?? 'no picture'), true))
      else cells.push(cell(title, isWhole ? inline(full) : escaped(file)))
    }
    const { about = '', source = '' } = own[0]?.screen ?? {}
    const width = Math.min(cells.length, mostBeside) * (columnWidth + gap)
    return `<section style="width:${width}px"><h2>${escaped(name)} <span class="${source}">${source}</span> <small>${escaped(about)}</small></h2><div>${cells.join('')}</div></section>`
  })
  const missed = shots.filter(({ failure }) => failure !== undefined)
  return `<!doctype html><meta charset="utf-8"><title>Screens</title><style>
body{margin:16px;background:#8b8f98;font:14px/1.4 sans-serif;color:#14171f}
h2{margin:24px 0 8px;font-size:18px}small{font-weight:400}
h2 span{border-radius:4px;padding:2px 8px;font-size:13px;background:#e3f4ea}h2 span.fixture{background:#fdf1dc}
main,section>div{display:flex;flex-wrap:wrap;gap:${gap}px;align-items:flex-start}h2{min-height:3.6em;overflow-wrap:anywhere}figure{margin:0;width:${columnWidth}px}img{width:100%;display:block}
figcaption{font-size:12px}.missing{height:480px;overflow:hidden;padding:8px;background:#fceaea;font-size:12px;white-space:pre-wrap}
</style><p>${shots.length} pictures. <b>live</b>: a session with a real broker brought it about; <b>fixture</b>: it was put into storage, into the address, or said by a broker that is made for it. Not reached: ${escaped(missed.map(({ file }) => file).join(', ') || 'none')}.</p><main>${sections.join('\n')}</main><h2>No picture</h2><ul>${notShown.map(([state, why]) => `<li>${escaped(state)}: ${escaped(why)}`).join('')}</ul>`
}

/** One page with every picture, and the same as pictures: one for each platform and language, in the order of the list. */
export async function writeContactSheets({ shots, out, design }: Omit<Sheet, 'isWhole'>): Promise<string[]> {
  const html = path.join(out, 'index.html')
  writeFileSync(html, pageOf({ shots, out, design }))
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] })
  const written = [html]
  try {
    const rounds = new Set(shots.map(({ platform, language }) => `${platform}-${language}`))
    for (const round of rounds) {
      const own = shots.filter(({ platform, language }) => `${platform}-${language}` === round)
      const page = await browser.newPage({ viewport: { width: 1_600, height: 900 } })
      await page.setContent(pageOf({ shots: own, out, design, isWhole: true }))
      const file = path.join(out, `contact-sheet-${round}.png`)
      await page.screenshot({ path: file, fullPage: true })
      await page.close()
      written.push(file)
    }
  } finally {
    await browser.close()
  }
  return written
}
