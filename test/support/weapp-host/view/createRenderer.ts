import type { WeappBundle } from '../bundle'
import { readNodeTemplates } from '../templates'
import type { DeviceOptions } from '../types'
import type { Renderer, RendererEvents } from './renderer'
import { VmRenderer } from './vmRenderer'

export async function createRenderer(
  kind: Renderer['kind'],
  bundle: WeappBundle,
  _device: DeviceOptions,
  events: RendererEvents,
  now: () => number,
): Promise<Renderer> {
  if (kind === 'vm') return new VmRenderer(readNodeTemplates(bundle.files.get('base.wxml') ?? ''), events, now)
  throw new Error('no such view')
}
