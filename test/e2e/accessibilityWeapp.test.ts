import { readFileSync } from 'node:fs'
import path from 'node:path'
import { translator } from '../../src/i18n/t'
import { SHORTENED_BY_DESIGN, unreadableText } from '../support/accessibility/overflow'
import { namelessTargets } from '../support/accessibility/tapped'
import { built } from '../support/app/build'
import { startCast } from '../support/app/screens/cast'
import { everyPage } from '../support/app/screens/everyPage'
import { climate } from '../support/app/screens/hour'
import { pages } from '../support/app/screens/lists/common'
import { openWeappWorld } from '../support/app/screens/weappWorld'
import { nowMs } from '../support/app/screens/when'
import { describeWith } from '../support/requirements'
import { readNodeTemplates } from '../support/weapp-host/templates'
import type { TreeNode } from '../support/weapp-host/view/tree'

const t = translator('zh-CN')

/** WeChat's largest text, 1.4 times the standard of an iPhone */
const largest = 17 * 1.4

describeWith({ mosquitto: true, chromium: true }, 'the mini-program’s pages with the largest text', () => {
  it('say what each control is, and show their words whole', async () => {
    const templates = readNodeTemplates(readFileSync(path.join(built('weapp'), 'base.wxml'), 'utf8'))
    const cast = await startCast()
    const parts = { language: 'zh-CN', stage: 'lived', cast, startsAtMs: nowMs } as const
    const world = await openWeappWorld(parts, 'chromium', { fontSizeSetting: largest })
    try {
      const found: string[] = []
      const look = async (name: string) => {
        await world.settle()
        const tree = String(world.phone.evaluate('JSON.stringify(getCurrentPages().slice(-1)[0].data.root)'))
        const lines = namelessTargets(JSON.parse(tree) as TreeNode, templates)
        lines.push(...(await world.view.inspect(unreadableText, Object.keys(SHORTENED_BY_DESIGN))))
        found.push(...lines.map((line) => `${name}: ${line}`))
      }
      await world.visit(pages.messages())
      await world.journeys.isOnline()
      await cast.say('greenhouse/1/env', climate(1, 1))
      await cast.say('greenhouse/1/alarm', '{"code":"E-204","lv":2}')
      for (const [address, words] of everyPage('zh-CN')) {
        await world.visit(address)
        await world.journeys.sees(words)
        await look(address)
      }
      await world.visit(pages.messages())
      await world.journeys.sees('E-204')
      await world.view.tap({ className: 'msg-first', includes: 'E-204' })
      await world.journeys.sees(t('detail.chart'))
      await look('a message')
      expect(found).toEqual([])
    } finally {
      await world.dispose()
    }
  }, 180_000)
})
