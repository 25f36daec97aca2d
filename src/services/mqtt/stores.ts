import type { IStore } from 'mqtt/lib/store'

type PublishOrRelease = Parameters<IStore['put']>[0]
type EmptyStream = ReturnType<IStore['createStream']>

/** Says `end` as soon as it is read: the engine replays nothing and comes to `connect` in the same turn. */
function emptyStream(): EmptyStream {
  let ended: () => void = () => undefined
  const stream = {
    on(event: string, listener: () => void) {
      if (event === 'end') ended = listener
      return stream
    },
    once: () => stream,
    read() {
      ended()
      return null
    },
    destroy: () => stream,
  }
  // MQTT.js calls these four members of a Readable and no other
  return stream as unknown as EmptyStream
}

/** Keeps nothing: what is in flight is the session's. */
export function createOutgoingStore(): IStore {
  const store: IStore = {
    put(_packet, done) {
      done()
      return store
    },
    createStream: emptyStream,
    del(_packet, done) {
      done()
      return store
    },
    get(_packet, done) {
      done(new Error('kept by the session'))
      return store
    },
    close: (done) => done(),
  }
  return store
}

/**
 * QoS 2 receipt by Packet Identifier §4.3.3: an ID stays known from PUBLISH to PUBREL, across links. The link changes the
 * set when it tells the session, and not here: an ID remembered for a message that was not told would lose the message.
 * @param receivedIds the session's set of known IDs
 * @param received called for an ID that was not known
 */
export function createIncomingStore(
  receivedIds: ReadonlySet<number>,
  received: (packet: PublishOrRelease) => void,
): IStore {
  const store: IStore = {
    put(packet, done) {
      if (!receivedIds.has(packet.messageId as number)) received(packet)
      done()
      return store
    },
    createStream: emptyStream,
    del(_packet, done) {
      done()
      return store
    },
    get(packet, done) {
      // the engine wants the message back at PUBREL, to emit it; it was given at PUBLISH, so the ID is enough
      const isKnown = receivedIds.has(packet.messageId as number)
      if (isKnown)
        done(undefined, {
          cmd: 'publish',
          qos: 2,
          messageId: packet.messageId,
          topic: '',
          payload: '',
          dup: false,
          retain: false,
        })
      else done(new Error('unknown Packet Identifier'))
      return store
    },
    close: (done) => done(),
  }
  return store
}
