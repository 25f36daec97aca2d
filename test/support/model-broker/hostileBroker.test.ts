import { VirtualTime } from '../virtualTime'
import { BareClient } from './bareClient'
import { HostileBroker, type Step } from './hostileBroker'

let time: VirtualTime
beforeEach(() => {
  time = new VirtualTime()
})

async function play(...scripts: Step[][]) {
  const broker = new HostileBroker(time.worldClock, scripts)
  const clients: BareClient[] = []
  while (clients.length < scripts.length) {
    clients.push(new BareClient(broker.network, {}))
    await time.advance(1_000)
  }
  return { broker, clients }
}

it('waits, sends packets and hex in one frame, pauses and closes', async () => {
  const { broker, clients } = await play([
    { wait: 'connect' },
    { send: [{ cmd: 'connack', sessionPresent: true, reasonCode: 0 }, 'd0 00'] },
    { pauseMs: 400 },
    { send: 'd000' },
    { close: { cause: 'closed', code: 1006 } },
  ])
  expect(clients[0]?.names).toEqual(['connack', 'pingresp', 'pingresp'])
  expect(clients[0]?.isClosed).toBe(true)
  expect(broker.wire.lines(1)).toEqual(['> CONNECT', '< CONNACK resumed'])
  expect(broker.isOver).toBe(true)
})

it('plays a script per connection, and is not over while one waits', async () => {
  const { broker, clients } = await play([{ close: { cause: 'closed' } }], [{ wait: 'publish' }, { close: 'silent' }])
  expect([clients[0]?.isClosed, clients[1]?.isClosed, broker.isOver]).toEqual([true, false, false])
  clients[1]?.publish('a', 0)
  await time.advance(100)
  expect([clients[1]?.isClosed, broker.isOver]).toEqual([false, true])
})
