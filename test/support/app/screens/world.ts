import '../../jest/words'
import type { Language } from '../../../../src/i18n/t'
import { liveThroughAMinute, liveThroughAnHour } from './hour'
import { startCast } from './cast'
import { openH5World } from './h5World'
import { liveThroughAMoment } from './moment'
import type { PlatformName, StageName, World, WorldParts } from './types'
import { openWeappWorld } from './weappWorld'
import { hourMs, nowMs } from './when'

export interface WorldOptions extends Pick<WorldParts, 'letters'> {
  platform: PlatformName
  language: Language
  stage: StageName
  /** how much of it a phone has been used for: the whole, unless told otherwise */
  life?: 'hour' | 'minute'
}

/** A phone of its own with brokers of its own; the one that has been used has lived through an hour when this resolves. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const cast = await startCast()
  try {
    const isLived = options.stage === 'lived'
    const isShort = options.life === 'minute'
    const parts = { ...options, cast, startsAtMs: isLived && !isShort ? nowMs - hourMs : nowMs }
    const world = await (options.platform === 'h5' ? openH5World(parts) : openWeappWorld(parts))
    try {
      if (isLived) await (isShort ? liveThroughAMinute : liveThroughAnHour)(world)
      if (options.stage === 'calm') await liveThroughAMoment(world)
      return world
    } catch (error) {
      await world.dispose()
      throw error
    }
  } catch (error) {
    await cast.stop()
    throw error
  }
}
