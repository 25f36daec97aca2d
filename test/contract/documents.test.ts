import { fakeDocuments } from '@/services/documents/documents.fake'
import type { DocumentsPort } from '@/services/documents/types'
import { loadOnTaro, startPhone } from './phone'

interface Rig {
  port: DocumentsPort
  /** lets the person answer what the system asks next */
  answering<T>(asked: Promise<T>, isWilling: boolean): Promise<T>
  /** text of the file that was given last, by its name */
  given(name: string): Promise<string | undefined>
  /** what the person will choose */
  offer(name: string, bytes: Uint8Array): void
  dispose?(): Promise<void>
}

const rigs: Record<string, () => Promise<Rig>> = {
  fake() {
    const port = fakeDocuments()
    return Promise.resolve({
      port,
      answering: (asked) => asked,
      given: (name) => Promise.resolve(port.given.filter((file) => file.name === name).pop()?.text),
      offer: (name, content) => void (port.offered = { name, content }),
    })
  },
  async weapp() {
    const { host, wx, dispose } = await startPhone()
    const { documents } = await loadOnTaro(wx, () => import('@/services/documents/documents.weapp'))
    let offered = ''
    return {
      port: documents,
      async answering(asked, isWilling) {
        await host.view.until((text) => text.includes('取消'))
        const text = await host.view.text()
        await host.view.tap(!isWilling ? '取消' : text.includes('发送') ? '发送' : offered)
        return asked
      },
      given: (name) =>
        Promise.resolve(host.files.get(`http://chat/${name}`)).then(
          (bytes) => bytes && Buffer.from(bytes).toString('utf8'),
        ),
      offer(name, bytes) {
        offered = name
        host.files.set(`http://chat/${name}`, bytes)
      },
      dispose,
    }
  },
}

describe.each(Object.keys(rigs))('documents: %s', (name) => {
  let rig: Rig
  beforeEach(async () => {
    rig = await rigs[name]!()
  })
  afterEach(() => rig.dispose?.())

  it('gives a file that was written piece by piece', async () => {
    const file = await rig.port.create('log.jsonl', 'application/x-ndjson')
    for (const piece of ['{"温": 1}\n', '', '🌱\n']) await file.write(piece)
    expect(file.bytes).toBe(16)
    expect(await rig.answering(file.give(), true)).toBe(true)
    expect(await rig.given('log.jsonl')).toBe('{"温": 1}\n🌱\n')
    await file.discard()
  })

  it('begins anew with the same name', async () => {
    for (const text of ['first', 'second']) {
      const file = await rig.port.create('a.csv', 'text/csv')
      await file.write(text)
      await rig.answering(file.give(), true)
    }
    expect(await rig.given('a.csv')).toBe('second')
  })

  it('leaves the next file alone when one is thrown away', async () => {
    const first = await rig.port.create('a.csv', 'text/csv')
    const second = await rig.port.create('b.csv', 'text/csv')
    await first.discard()
    await second.write('kept')
    await rig.answering(second.give(), true)
    expect(await rig.given('b.csv')).toBe('kept')
  })

  it('reads a chosen file in parts, and less at its end', async () => {
    rig.offer('their.jsonl', Buffer.from('温室 and more'))
    const file = await rig.answering(rig.port.pick(['jsonl']), true)
    expect(file?.name).toBe('their.jsonl')
    expect(file?.bytes).toBe(15)
    const parts = [await file!.read(0, 4), await file!.read(4, 100), await file!.read(15, 10)]
    expect(parts.map((part) => part.length)).toEqual([4, 11, 0])
    expect(Buffer.concat(parts).toString('utf8')).toBe('温室 and more')
  })
})

describe('documents: a phone', () => {
  it('is told apart: a person who changes their mind from a file that cannot be sent', async () => {
    const { wx, host, dispose } = await startPhone()
    const { documents } = await loadOnTaro(wx, () => import('@/services/documents/documents.weapp'))
    const file = await documents.create('a/b c.csv', 'text/csv')
    const given = file.give()
    await host.view.until((text) => text.includes('a-b-c.csv'))
    await host.view.tap('取消')
    expect(await given).toBe(false)
    await file.discard()
    await expect(file.give()).rejects.toMatchObject({ code: 'fileFailed' })
    const chosen = documents.pick(['jsonl'])
    await host.view.until((text) => text.includes('取消'))
    await host.view.tap('取消')
    expect(await chosen).toBeUndefined()
    await dispose()
  })
})
