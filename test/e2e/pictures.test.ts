import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compare, PictureLab, type Comparison } from '../support/app/pictures'
import { openWorld, screens, type PlatformName, type Theme, type World } from '../support/app/screens'
import { describeWith } from '../support/requirements'

/** Renewed by `HOMING_UPDATE_BASELINES=1`; look at them before they are committed. */
const baselines = path.join(__dirname, 'baselines')
const isUpdating = process.env.HOMING_UPDATE_BASELINES === '1'
const results = path.resolve(__dirname, '../../test-results/pictures')

const main: readonly [name: string, ...themes: Theme[]][] = [
  ['04-messages', 'light', 'dark'],
  ['06-subscriptions', 'light'],
  ['07-detail', 'light', 'dark'],
  ['01c-add-menu', 'light'],
  ['02-editor', 'light', 'dark'],
  ['10-saved', 'light'],
  ['12-settings', 'light', 'dark'],
  ['13-share-qr', 'light'],
]

let lab: PictureLab
beforeAll(async () => {
  lab = await PictureLab.open()
})
afterAll(() => lab?.close())

/** Beside the baseline, or as the new one. */
async function judged(picture: Buffer, name: string): Promise<Comparison | undefined> {
  const small = await lab.small(picture)
  const file = path.join(baselines, `${name}.png`)
  if (isUpdating) {
    mkdirSync(baselines, { recursive: true })
    writeFileSync(file, small.png)
    return undefined
  }
  if (!existsSync(file)) throw new Error(`${file} is not there: HOMING_UPDATE_BASELINES=1 makes it`)
  const comparison = compare(await lab.small(readFileSync(file)), small)
  if (!comparison.isAlike) {
    mkdirSync(results, { recursive: true })
    writeFileSync(path.join(results, `${name}.png`), picture)
  }
  return comparison
}

async function shown(world: World, name: string): Promise<() => Promise<void>> {
  const screen = screens.find((each) => each.name === name)
  if (!screen) throw new Error(`no screen is called ${name}`)
  await screen.open(world)
  await world.settle()
  return async () => screen.close?.(world)
}

async function unlike(world: World): Promise<string[]> {
  const found: string[] = []
  for (const [name, ...themes] of main) {
    const close = await shown(world, name)
    for (const theme of themes) {
      await world.setTheme(theme)
      await world.settle()
      const comparison = await judged(await world.picture(), `${world.platform}-${name}-${theme}`)
      if (comparison?.isAlike === false) found.push(`${name} ${theme}: ${JSON.stringify(comparison)}`)
    }
    await world.setTheme('light')
    await close()
  }
  return found
}

/** Only when asked for, `HOMING_PICTURES=1`: while screens are being changed every change would have to be looked at. */
const isWanted = isUpdating || process.env.HOMING_PICTURES === '1'
if (isWanted) {
  describeWith({ chromium: true, mosquitto: true }, 'the main screens', () => {
    const platforms: PlatformName[] = ['h5', 'weapp']
    it.each(platforms)(
      'look on %s as they did',
      async (platform) => {
        const world = await openWorld({ platform, language: 'zh-CN', stage: 'lived' })
        try {
          expect(await unlike(world)).toEqual([])
          expect(world.errors).toEqual([])
        } finally {
          await world.dispose()
        }
      },
      600_000,
    )
  })
}

interface Look {
  font?: string
  accent?: string
  ground?: string
  ink?: string
  shift?: number
  hasButton?: boolean
}

/** A list and a button, as the app's screens are made. */
function page(look: Look = {}): string {
  const {
    font = 'DejaVu Sans',
    accent = '#3454d1',
    ground = '#ffffff',
    ink = '#14171f',
    shift = 0,
    hasButton = true,
  } = look
  const row = (text: string) =>
    `<div class="row"><i></i><div>${text}<br><small>ws://192.168.1.20:8083/mqtt</small></div></div>`
  const rows = ['Greenhouse 1', 'Line 3 gateway', 'Home Assistant', 'Cold store', 'ESP32 test board'].map(row)
  return `<style>
    body { margin: 0; background: #f3f4f7; color: ${ink}; font: 16px/22px '${font}', sans-serif }
    h1 { margin: ${12 + shift}px 16px; font-size: 22px; line-height: 28px }
    .card { margin: 12px; border-radius: 14px; background: ${ground} }
    .row { display: flex; gap: 12px; padding: 16px } small { font-size: 12px }
    i { width: 44px; height: 44px; border-radius: 12px; background: #e7e9ef }
    button { position: fixed; left: 12px; right: 12px; bottom: 12px; height: 48px; border: 0; border-radius: 12px; color: #fff; background: ${accent} }
  </style><h1>Connections</h1><div class="card">${rows.join('')}</div>${hasButton ? '<button>Save</button>' : ''}`
}

describeWith({ chromium: true }, 'what a comparison is worth', () => {
  const compared = async (look: Look) => {
    const [before, after] = [await lab.drawn(page()), await lab.drawn(page(look))]
    return compare(await lab.small(before), await lab.small(after))
  }

  const mistakes: [what: string, look: Look][] = [
    ['a button that is gone', { hasButton: false }],
    ['another colour', { accent: '#c0262d' }],
    ['a theme that is half applied', { ground: '#171a20', ink: '#eef0f4' }],
    ['cards without their ground', { ground: '#f3f4f7' }],
    ['a layout that has moved', { shift: 12 }],
  ]
  it.each(mistakes)('it notices %s', async (_what, look) => {
    expect(await compared(look)).toMatchObject({ isAlike: false })
  })

  it('takes another font for no mistake', async () => {
    expect(await compared({ font: 'Liberation Sans' })).toMatchObject({ isAlike: true })
  })
})
