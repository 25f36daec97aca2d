import type { SegmentKeeper } from './types'

/** Keeps everything. */
export const endlessShelf: SegmentKeeper = {
  removedOf: () => Promise.resolve(() => false),
  opened: () => undefined,
  grew: () => undefined,
  begun: () => Promise.resolve(),
  makeRoom: () => Promise.resolve(false),
}
