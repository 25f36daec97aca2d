import { inspectScreens, isReading, ofStage } from '../support/accessibility/inspectScreens'
import { openWorld } from '../support/app/screens'
import { describeWith } from '../support/requirements'

const PATIENCE_MS = 600_000

describeWith({ mosquitto: true, chromium: true }, 'on a phone that has been used, on H5', () => {
  it(
    'can be read, reached and heard, in both themes and languages: messages, and what is read of them',
    async () => {
      const open = () => openWorld({ platform: 'h5', language: 'zh-CN', stage: 'lived', life: 'hour' })
      expect(
        await inspectScreens(
          open,
          ofStage('lived').filter(({ name }) => isReading(name)),
        ),
      ).toEqual([])
    },
    PATIENCE_MS,
  )
})
