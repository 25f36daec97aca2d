export type Fact = [key: string, value: unknown]

/** A block that was read. */
export interface Block {
  /** epoch ms of its commit */
  at?: number
  /** all facts, where the block is the first of a segment and whole */
  checkpoint?: Fact[]
  set: Fact[]
  deleted: string[]
  /** for `readEntry` */
  entries: string[]
  /** records that could not be read, entries not counted */
  damaged: number
}

export const newBlock = (): Block => ({ set: [], deleted: [], entries: [], damaged: 0 })
