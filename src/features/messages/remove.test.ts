import type { ReceivedMessage } from '@/core/message/message'
import { ScriptedSession } from '../sessions/session.fake'
import { fakeServices, type FakeServices } from '../services.fake'

let services: FakeServices

async function start() {
  jest.resetModules()
  services = fakeServices()
  jest.doMock('../services', () => ({ services }))
  const [feed, kept, remove, sessions, connections] = await Promise.all([
    import('./feed'),
    import('./kept'),
    import('./remove'),
    import('../sessions/sessions'),
    import('../connections/connections'),
  ])
  connections.useConnections.setState({ load: 'ready', profiles: [] })
  const stop = feed.runFeeds()
  const session = new ScriptedSession()
  sessions.useSessions.setState({ sessions: { p1: session } })
  const ids = () => feed.entriesOf('p1').map(({ id }) => id)
  return { ...feed, ...kept, ...remove, session, ids, stop }
}

const message = (id: number): ReceivedMessage => ({
  ...{ direction: 'received', id, at: id, topic: 't', payload: new Uint8Array(1), qos: 0, retain: false, dup: false },
})

it('deletes from the list and from what is stored, and an undo has it in its place', async () => {
  const { session, ids, removeMessages, keepMessages, stop } = await start()
  session.emit(message(1), message(2), message(3))
  await keepMessages('p1', [message(2)])
  const undo = await removeMessages('p1', [2])
  expect(ids()).toEqual([1, 3])
  expect(await services.history.kept('p1')).toEqual([])
  session.emit(message(4))
  await undo()
  expect(ids()).toEqual([1, 2, 3, 4])
  expect(await services.history.kept('p1')).toEqual([message(2)])
  stop()
})

it('deletes nothing where that cannot be stored', async () => {
  const { session, ids, removeMessages, stop } = await start()
  session.emit(message(1))
  services.history.remove = () => Promise.reject(new Error('full'))
  await expect(removeMessages('p1', [1])).rejects.toThrow('full')
  expect(ids()).toEqual([1])
  session.isStored = false
  await removeMessages('p1', [1])
  expect(ids()).toEqual([])
  stop()
})

it('what was deleted while the list is filled from an earlier run does not come back with it', async () => {
  const { session, ids, removeMessages, stop } = await start()
  const undo = await removeMessages('p1', [2])
  session.finishRestoring([message(1), message(2)])
  await session.restored
  await Promise.resolve()
  expect(ids()).toEqual([1])
  await undo()
  stop()
})
