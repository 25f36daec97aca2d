import type { LinkEvents, LinkOptions, OpenLink } from './types'

const options = {} as LinkOptions
const port = { open: () => ({ send: () => undefined, close: () => undefined }) }

function listening() {
  const told: string[] = []
  const tell = (name: string) => () => void told.push(name)
  const events: LinkEvents = {
    socketOpened: tell('opened'),
    connected: tell('connected'),
    received: tell('received'),
    progressed: tell('progressed'),
    closed: ({ kind }) => void told.push(`closed ${kind}`),
  }
  return { told, events }
}

/** A page as new, with an engine that is fetched as the test says. */
async function page(fetch: () => { openLink: OpenLink }): Promise<OpenLink> {
  jest.resetModules()
  jest.doMock('./link', fetch)
  return (await import('./openLink.h5')).openLink
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

afterEach(() => jest.dontMock('./link'))

describe('what speaks MQTT, fetched with the first connection', () => {
  it('opens the link once it is there, and then at once', async () => {
    const opened: unknown[] = []
    const sent: string[] = []
    const link = { send: (packet: { cmd: string }) => sent.push(packet.cmd) > 0, close: () => void sent.push('close') }
    const open = await page(() => ({ openLink: (...args) => (opened.push(args), link) }))
    const { events, told } = listening()
    const first = open(port, options, events)
    expect([opened.length, first.send({ cmd: 'pingreq' })]).toEqual([0, false])
    await settle()
    expect(opened).toEqual([[port, options, events]])
    expect(first.send({ cmd: 'pingreq' })).toBe(true)
    first.close()
    expect(open(port, options, events)).toBe(link)
    expect([sent, told]).toEqual([['pingreq', 'close'], []])
  })

  it('opens nothing that was closed meanwhile', async () => {
    const opened: unknown[] = []
    const open = await page(() => ({
      openLink: (...args) => (opened.push(args), { send: () => true, close: () => undefined }),
    }))
    const { events, told } = listening()
    open(port, options, events).close()
    await settle()
    expect([opened, told]).toEqual([[], []])
  })

  it('is a failed connection where it cannot be fetched, and is asked for again', async () => {
    let tries = 0
    const open = await page(() => {
      tries += 1
      throw new Error('Loading chunk failed')
    })
    const { events, told } = listening()
    open(port, options, events)
    await settle()
    open(port, options, events)
    await settle()
    expect([tries, told]).toEqual([2, ['closed socket', 'closed socket']])
    open(port, options, events).close()
    await settle()
    expect(told).toHaveLength(2)
  })
})
