import { fakeFiles, type FakeFiles, type FileFate } from '@/services/files/files.fake'
import type { FilesPort } from '@/services/files/types'
import type { SeededRandom } from '../support/weapp-host/random'

/** A commit takes up to this long, ms: long enough to be killed in */
const SLOWEST_MS = 20

/** Files of a phone: they outlive the process, which may end in the middle of writing one. */
export class SlowDisk {
  private readonly records = new Map<string, string>()
  private mounted: FakeFiles | undefined
  private readonly writing = new Set<{ path: string; block: string; timer: NodeJS.Timeout; finish(): void }>()
  private isHurried = false

  constructor(private readonly random: SeededRandom) {}

  /** What the process that runs now sees. */
  get files(): FilesPort {
    const { mounted } = this
    if (!mounted) throw new Error('no process runs')
    return { ...mounted, append: (path, block) => this.append(mounted, path, block) }
  }

  /** A new process begins. */
  mount(): void {
    this.mounted = fakeFiles(this.records)
  }

  /** What is being written is there whole, in part or not at all. */
  unmount(): void {
    const { mounted, random } = this
    if (!mounted) return
    for (const { path, block, timer } of this.writing) {
      clearTimeout(timer)
      const tornAt = random.below(block.length)
      const fate = random.pick<FileFate>(['killedBefore', 'killedAfter', { tornAt }])
      mounted.fate = () => fate
      void mounted.append(path, block)
    }
    this.writing.clear()
    this.mounted = undefined
    // after the microtask in which the last block is written
    setImmediate(() => (mounted.isKilled = true))
  }

  /**
   * Takes no time while the clock of its device is put forward: else minutes would go by in a write of milliseconds, and it
   * would pass for one that hangs.
   */
  hurry(isHurried: boolean): void {
    this.isHurried = isHurried
    if (isHurried) for (const { finish } of [...this.writing]) finish()
  }

  private append(files: FakeFiles, path: string, block: string): Promise<void> {
    if (files !== this.mounted) return new Promise(() => undefined)
    if (this.isHurried) return files.append(path, block)
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(write.timer)
        this.writing.delete(write)
        files.append(path, block).then(resolve, reject)
      }
      const write = { path, block, finish, timer: setTimeout(finish, this.random.below(SLOWEST_MS)) }
      this.writing.add(write)
    })
  }
}
