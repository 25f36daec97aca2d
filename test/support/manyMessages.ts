import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { FilesPort } from '../../src/services/files/types'
import { Feeder } from '../bench/pipeline/feed'
import { receiveWithOurs } from '../bench/pipeline/ours'

export interface ManyMessages {
  /** bytes of heap after a collection, from the end of the warm-up on */
  heap: number[]
  /** bytes of files at the end */
  stored: number
  seconds: number
}

/** Files of this machine, in a directory of their own. */
async function diskFiles(): Promise<
  FilesPort & { size(): Promise<number>; remove(path: string): Promise<void>; end(): Promise<void> }
> {
  const root = await mkdtemp(path.join(tmpdir(), 'messages-'))
  const fileOf = (name: string) => path.join(root, name.replace(/\//g, '+'))
  const all = async () => (await readdir(root)).map((file) => file.replace(/\+/g, '/')).sort()
  await mkdir(root, { recursive: true })
  return {
    append: (name, block) => appendFile(fileOf(name), `${block}\n`),
    async read(name) {
      const text = await readFile(fileOf(name), 'utf8').catch(() => '')
      return text.split('\n').slice(0, -1)
    },
    list: async (prefix) => (await all()).filter((name) => name.startsWith(prefix)),
    remove: (name) => rm(fileOf(name), { force: true }),
    async size() {
      const sizes = await Promise.all((await all()).map(async (name) => (await stat(fileOf(name))).size))
      return sizes.reduce((sum, size) => sum + size, 0)
    },
    end: () => rm(root, { recursive: true }),
  }
}

/** So that a figure is what is held, and not what nobody has collected yet. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** Receives messages of 200 bytes through one session, at QoS 1, with its log in files. */
export async function receiveMany(count: number, warmUp: number, batch: number): Promise<ManyMessages> {
  const files = await diskFiles()
  const collect = collector()
  const start = Date.now()
  const feeder = await Feeder.connect((hears) => receiveWithOurs(hears, files))
  const heap: number[] = []
  try {
    for (let done = 0; done < count; done += batch) {
      await feeder.run({ qos: 1, perFrame: 4, count: batch })
      if (done + batch < warmUp) continue
      collect()
      heap.push(process.memoryUsage().heapUsed)
    }
    return { heap, stored: await files.size(), seconds: (Date.now() - start) / 1_000 }
  } finally {
    feeder.end()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await files.end()
  }
}
