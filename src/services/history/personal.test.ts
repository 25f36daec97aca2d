import type { TimelineEntry } from '@/core/message/message'
import { fakeFiles, type FakeFiles } from '../files/files.fake'
import { Personal } from './personal'

const message = (id: number): TimelineEntry => ({
  ...{ direction: 'received', id, topic: 't', payload: new Uint8Array(3), qos: 1, retain: false, dup: false, at: id },
})
const many = Array.from({ length: 250 }, (_, i) => 1_000 + i)
const all = () => true

const read = (files: FakeFiles) => Personal.read(files, 'p')
const again = async (files: FakeFiles) => {
  const { kept, removed } = await read(fakeFiles(files.records))
  return { kept: [...kept.keys()].sort((a, b) => a - b), removed: [...removed] }
}

describe('what a person keeps', () => {
  it('is there when the file could not be written anew for want of space', async () => {
    const files = fakeFiles()
    const personal = await read(files)
    await personal.keep(message(1))
    await personal.remove(many)
    files.isFull = true
    await expect(personal.compact(all)).rejects.toMatchObject({ code: 'storageFull' })
    files.isFull = false
    await personal.keep(message(2))
    expect((await again(files)).kept).toEqual([1, 2])
  })

  it('is there when a kill tore the new file, and more is kept then', async () => {
    const files = fakeFiles()
    const personal = await read(files)
    await personal.keep(message(1))
    await personal.remove(many)
    files.fate = ({ name }) => (name === 'append' ? { tornAt: 40 } : 'done')
    void personal.compact(all)
    await new Promise((resolve) => setImmediate(resolve))
    const next = fakeFiles(files.records)
    const after = await read(next)
    await after.keep(message(2))
    expect((await again(next)).kept).toEqual([1, 2])
    await after.compact(all)
    await after.keep(message(3))
    expect((await again(next)).kept).toEqual([1, 2, 3])
  })

  it('is not lost to another tab that writes the file anew', async () => {
    const files = fakeFiles()
    const [one, other] = [await read(files), await read(fakeFiles(files.records))]
    await other.remove(many)
    await one.keep(message(1))
    await one.remove([5_000])
    await other.compact((id) => id < 2_000)
    await one.keep(message(2))
    expect(await again(files)).toEqual({ kept: [1, 2], removed: [5_000] })
  })
})
