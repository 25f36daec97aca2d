import type { WeappBundle } from '../bundle'
import { readNodeTemplates } from '../templates'
import type { DeviceOptions } from '../types'
import type { Renderer, RendererEvents } from './renderer'
import { VmRenderer } from './vmRenderer'

/** @throws Error when the Chromium view cannot be made on this machine */
export async function createRenderer(
  kind: Renderer['kind'],
  bundle: WeappBundle,
  device: DeviceOptions,
  events: RendererEvents,
  now: () => number,
): Promise<Renderer> {
  if (kind === 'vm') return new VmRenderer(readNodeTemplates(bundle.files.get('base.wxml') ?? ''), events, now)
  // a browser driver and compilers that the vm view has no need of
  const { ChromiumRenderer } = await import('../chromium/chromiumRenderer')
  return ChromiumRenderer.start(bundle, device, events)
}
