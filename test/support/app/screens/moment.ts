import { climate, json } from './hour'
import { wordsOf } from './people'
import type { World } from './types'

/** The newest of the sensors, in the list. */
export const lastReading = { className: 'msg-first', includes: 'n900' }

/**
 * A few messages, none beside another of its topic: which of them share a card, and what is counted as caught up, would
 * depend on how fast a machine is.
 */
export async function liveThroughAMoment(world: World): Promise<void> {
  const { cast, journeys, t, view } = world
  const w = wordsOf(world.language)
  await cast.say('greenhouse/1/dev/gw-02/status', '{"online":true,"fw":"2.4.1"}', { retain: true })
  await world.visit('pages/messages/index?profile=greenhouse')
  await journeys.isOnline()
  await world.heard('gw-02/status')
  await cast.say('greenhouse/1/env', climate(58, 891), { qos: 0, ...json })
  await cast.say('greenhouse/1/alarm', `{"code":"E-204","lv":2,"msg":"${w.overload}"}`)
  await cast.say('greenhouse/2/env', climate(60, 896), { qos: 0, ...json })
  await cast.say('greenhouse/1/dev/fan-2/state', '{"fan":2,"speed":40,"ack":true}')
  await cast.say('greenhouse/1/env', climate(61, 900), { qos: 0, ...json })
  await world.heard('"n":900}')
  await journeys.publish('greenhouse/1/cmd/fan', '{"fan":2,"speed":60}')
  await journeys.sees(t('sent.acknowledged', { ms: '' }).split(' ')[0] ?? '')
  await view.until(async () => (await view.count(lastReading)) > 0)
}
