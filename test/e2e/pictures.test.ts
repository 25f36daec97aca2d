import { compare, PictureLab } from '../support/app/pictures/compare'
import { unlike } from '../support/app/pictures/baselines'
import { blocks, writeIn } from '../support/app/pictures/letters'
import { openWorld } from '../support/app/screens'
import { describeWith } from '../support/requirements'

let lab: PictureLab
beforeAll(async () => {
  lab = await PictureLab.open()
})
afterAll(() => lab?.close())

describeWith({ chromium: true, mosquitto: true }, 'the main screens', () => {
  it.each(['zh-CN', 'en'] as const)(
    'look in %s as they did',
    async (language) => {
      const world = await openWorld({ platform: 'h5', language, stage: 'calm', letters: blocks() })
      try {
        expect(await unlike(world, lab)).toEqual([])
        expect(world.errors).toEqual([])
      } finally {
        await world.dispose()
      }
    },
    300_000,
  )
})

describeWith({ chromium: true, mosquitto: true }, 'the main screens of the mini-program', () => {
  it.each([
    ['zh-CN', 'light'],
    ['en', 'dark'],
  ] as const)(
    'look in %s, %s, as they did',
    async (language, theme) => {
      const world = await openWorld({ platform: 'weapp', language, stage: 'calm', letters: blocks() })
      try {
        expect(await unlike(world, lab, [theme])).toEqual([])
        expect(world.errors).toEqual([])
      } finally {
        await world.dispose()
      }
    },
    300_000,
  )
})

interface Look {
  font?: string
  accent?: string
  ground?: string
  gap?: number
  aside?: number
  hasButton?: boolean
  name?: string
  time?: string
}

/** A list and a button, as the app's screens are made. */
function page(look: Look = {}): string {
  const { font = 'sans-serif', accent = '#3454d1', ground = '#ffffff', gap = 12, aside = 0, hasButton = true } = look
  const { name = 'Greenhouse 1', time = '14:22' } = look
  const row = (text: string, i: number) =>
    `<div class="row"><i></i><div>${text} <b>${i === 0 ? time : '14:22'}</b><br><small>ws://192.168.1.20:8083/mqtt</small></div></div>`
  const rows = [name, 'Line 3 gateway', '仓库冷链', 'Cold store', 'ESP32 test board'].map(row)
  const button = hasButton ? `<button style="right: ${12 + aside}px">+</button>` : ''
  return `<!doctype html><style>
    body { margin: 0; background: #f3f4f7; color: #14171f; font: 16px/22px ${font} }
    h1 { margin: 12px 16px; font-size: 22px; line-height: 28px }
    .card { margin: 12px; border-radius: 14px; background: ${ground} }
    .row { display: flex; gap: ${gap}px; padding: 16px } small { font-size: 12px }
    i { width: 44px; height: 44px; border-radius: 12px; background: #e7e9ef }
    button { position: fixed; bottom: 12px; width: 44px; height: 44px; border: 0; border-radius: 22px; background: ${accent}; color: #fff; font: inherit }
  </style><h1>Connections</h1><div class="card">${rows.join('')}</div>${button}`
}

describeWith({ chromium: true }, 'what a comparison is worth', () => {
  const drawn = (look: Look) => lab.drawn(page(look), (shown) => shown.evaluate(writeIn, blocks()))
  const compared = async (look: Look) => {
    const [before, after] = [await drawn({}), await drawn(look)]
    return compare(await lab.small(before), await lab.small(after))
  }

  const mistakes: [what: string, look: Look][] = [
    ['a button that is gone', { hasButton: false }],
    ['a button that has moved by ten points', { aside: 10 }],
    ['a button of another colour', { accent: '#7748c6' }],
    ['cards without their ground', { ground: '#f3f4f7' }],
    ['a gap that is wider by six points', { gap: 18 }],
    ['a word that is longer', { name: 'Greenhouses 1 and 2' }],
  ]
  it.each(mistakes)('it notices %s', async (_what, look) => {
    expect(await compared(look)).toMatchObject({ isAlike: false })
  })

  it('takes another time of day for no mistake, nor one that is a digit shorter', async () => {
    expect(await compared({ time: '09:05' })).toMatchObject({ isAlike: true, count: 0 })
    expect(await compared({ time: '9:05' })).toMatchObject({ isAlike: true })
  })

  it('takes the fonts of another machine for no mistake', async () => {
    const [one, other] = ["'DejaVu Serif', serif", "'DejaVu Sans Mono', monospace"]
    const plain = await Promise.all([one, other].map((font) => lab.drawn(page({ font }))))
    const [before, after] = await Promise.all(plain.map((picture) => lab.small(picture)))
    if (!before || !after) throw new Error('two pictures')
    // without the blocks the two are unlike
    expect(compare(before, after)).toMatchObject({ isAlike: false })
    const [serif, mono] = [await drawn({ font: one }), await drawn({ font: other })]
    expect(compare(await lab.small(serif), await lab.small(mono))).toMatchObject({ isAlike: true, count: 0 })
  })
})
