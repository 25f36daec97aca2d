import { isReading, itInspects, ofStage } from '../support/accessibility/inspectScreens'
import { openWorld } from '../support/app/screens'
import { describeWith } from '../support/requirements'

describeWith({ mosquitto: true, chromium: true }, 'on a phone that has been used, on H5', () => {
  itInspects(
    () => openWorld({ platform: 'h5', language: 'zh-CN', stage: 'lived', life: 'hour' }),
    ofStage('lived').filter(({ name }) => isReading(name)),
  )
})
