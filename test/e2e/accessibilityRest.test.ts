import { inspectScreens, isReading, ofStage } from '../support/accessibility/inspectScreens'
import { openWorld } from '../support/app/screens'
import { describeWith } from '../support/requirements'

const PATIENCE_MS = 600_000

describeWith({ mosquitto: true, chromium: true }, 'on a phone that has been used, on H5', () => {
  it(
    'can be read, reached and heard, in both themes and languages: connections, saved messages, events and settings',
    async () => {
      const open = () => openWorld({ platform: 'h5', language: 'zh-CN', stage: 'lived', life: 'minute' })
      expect(
        await inspectScreens(
          open,
          ofStage('lived').filter(({ name }) => !isReading(name)),
        ),
      ).toEqual([])
    },
    PATIENCE_MS,
  )
})
