import type { ReceivedMessage } from '@/core/message/message'
import { ScriptedSession } from '../sessions/session.fake'
import { fakeServices } from '../services.fake'

const message: ReceivedMessage = {
  ...{ direction: 'received', id: 1, at: 1, topic: 't', payload: new Uint8Array(1), qos: 0, retain: false, dup: false },
}

it('empties the list before the log is erased, and leaves other connections alone', async () => {
  const services = fakeServices()
  jest.doMock('../services', () => ({ services }))
  const { runFeeds, entriesOf } = await import('../messages/feed')
  const { useSessions } = await import('../sessions/sessions')
  const { cleanUp } = await import('./cleanUp')
  const stop = runFeeds()
  const [one, other] = [new ScriptedSession(), new ScriptedSession()]
  useSessions.setState({ sessions: { p1: one, p2: other } })
  for (const session of [one, other]) session.emit(message)
  const erased: string[] = []
  services.history.erase = (id) => {
    erased.push(`${id} ${one.forgotten}`)
    return Promise.resolve()
  }
  await cleanUp(['p1', 'of nobody'])
  expect(erased).toEqual(['p1 1', 'of nobody 1'])
  expect([entriesOf('p1').length, entriesOf('p2').length, other.forgotten]).toEqual([0, 1, 0])
  stop()
})
