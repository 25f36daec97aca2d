import type { FilesPort } from '@/services/files/types'
import type { Clock } from '@/services/session/config'

interface Block {
  text: string
  /** half of it was written when the process died */
  isTorn: boolean
}

/** What became of a write when the process died over it. */
export type Fate = 'lost' | 'torn' | 'kept'

/**
 * A disk that outlives the processes that write to it. A write takes `writeMs`; what becomes of one that is under way
 * when its process dies, the rig says. `violations` has what no user of the port may do.
 */
export class MemoryDisk {
  readonly violations: string[] = []
  private readonly files = new Map<string, Block[]>()
  private readonly pending = new Map<string, { block: string; cancel: () => void }>()

  constructor(
    private readonly clock: Clock,
    readonly writeMs = 2,
  ) {}

  /** Characters kept, and files. */
  get size(): { characters: number; files: number } {
    let characters = 0
    for (const blocks of this.files.values()) for (const { text } of blocks) characters += text.length
    return { characters, files: this.files.size }
  }

  /** Files as they stand, for a failing test's message. */
  get contents(): Record<string, string[]> {
    return Object.fromEntries(
      [...this.files].map(([path, blocks]) => [path, blocks.map(({ text, isTorn }) => (isTorn ? `${text}…` : text))]),
    )
  }

  readonly port: FilesPort = {
    append: (path, block) => this.append(path, block),
    read: (path) => this.soon(() => (this.files.get(path) ?? []).filter((b) => !b.isTorn).map(({ text }) => text)),
    list: (prefix) => this.soon(() => [...this.files.keys()].filter((path) => path.startsWith(prefix)).sort()),
    remove: (path) =>
      this.soon(() => {
        if (this.pending.has(path)) this.violations.push(`${path} removed while it is written`)
        this.files.delete(path)
      }),
  }

  /** The process is gone: writes under way end like this, and nobody is told. */
  abandon(fate: Fate): void {
    for (const [path, { block, cancel }] of [...this.pending]) {
      cancel()
      this.pending.delete(path)
      this.write(path, block, fate)
    }
  }

  /** What a write leaves when it ends so. */
  write(path: string, block: string, fate: Fate): void {
    if (fate === 'lost') return
    const blocks = this.files.get(path) ?? []
    // whose records find their beginning again may be gone on with; a journal's is believed whole
    if (blocks[blocks.length - 1]?.isTorn && path.startsWith('journal/'))
      this.violations.push(`${path}: a block behind a torn one`)
    const isTorn = fate === 'torn'
    this.files.set(path, [...blocks, { text: isTorn ? block.slice(0, block.length >> 1) : block, isTorn }])
  }

  private append(path: string, block: string): Promise<void> {
    if (block.includes('\n')) this.violations.push(`${path}: a block with a line feed`)
    if (this.pending.has(path)) this.violations.push(`${path}: two appends at once`)
    return new Promise((resolve) => {
      const cancel = this.clock.setTimer(() => {
        this.pending.delete(path)
        this.write(path, block, 'kept')
        resolve()
      }, this.writeMs)
      this.pending.set(path, { block, cancel })
    })
  }

  private soon<T>(run: () => T): Promise<T> {
    return Promise.resolve().then(run)
  }
}
