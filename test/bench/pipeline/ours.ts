import { previewOf } from '@/core/payload/preview'
import { FeedBuffer } from '@/features/messages/feedBuffer'
import { rowsOf } from '@/pages/messages/list/rows'
import type { FilesPort } from '@/services/files/types'
import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import { openLink } from '@/services/mqtt/link'
import { fakeNetwork } from '@/services/network/network.fake'
import { systemClock } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import { createSession } from '@/services/session/session'
import type { SocketEvents } from '@/services/socket/types'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import type { Hears, Receiver } from './receiver'

/** As a phone's files and IndexedDB: a commit takes a while, and what comes meanwhile is the next one. */
const COMMIT_MS = 2
/** At 5,000 messages a second, drawn four times a second */
const MESSAGES_PER_DRAWING = 1_250
const ROWS_ON_SCREEN = 16

const PUBACK = 0x40
const PINGRESP = Uint8Array.of(0xd0, 0)

/** Files in memory, as the journal wants them; what is removed is gone. */
function memoryFiles(): FilesPort {
  const blocks = new Map<string, string[]>()
  const later = () => new Promise<void>((resolve) => setTimeout(resolve, COMMIT_MS))
  return {
    async append(path, block) {
      await later()
      const file = blocks.get(path) ?? []
      if (file.length === 0) blocks.set(path, file)
      file.push(block)
    },
    read: (path) => Promise.resolve([...(blocks.get(path) ?? [])]),
    list: (prefix) => Promise.resolve([...blocks.keys()].filter((path) => path.startsWith(prefix)).sort()),
    remove: (path) => {
      blocks.delete(path)
      return Promise.resolve()
    },
  }
}

/** Bytes of a socket → link → session → journal → feed → rows and previews of a screen. */
export function receiveWithOurs(hears: Hears, files: FilesPort = memoryFiles()): Receiver {
  let socket: SocketEvents | undefined
  const session = createSession(
    { profileId: 'bench', url: 'ws://bench', clientId: 'bench', protocolVersion: 4 },
    {
      socketPort: {
        open: (_request, events) => {
          socket = events
          const answer = () => void setImmediate(() => events.received(PINGRESP))
          return {
            // one that hears nothing for a while asks whether anybody is there
            send: (bytes) => (bytes[0] === PUBACK ? hears.written(bytes) : answer()),
            close: () => undefined,
          }
        },
      },
      places: createSocketPlaces(Infinity),
      openLink,
      visibility: fakeVisibility(),
      network: fakeNetwork(),
      openJournal: openJournal(files, systemClock, () => 0, createHistory(files, systemClock.now)),
      clock: systemClock,
      random: () => 0,
      pausesWhenHidden: false,
      diagnose: () => Promise.resolve([]),
    },
  )
  const feed = new FeedBuffer()
  feed.setFilters(['site/#'])
  let sinceDrawing = 0
  session.onEntry((entry) => {
    feed.add(entry)
    if (entry.direction !== 'received') return
    sinceDrawing += 1
    if (sinceDrawing === MESSAGES_PER_DRAWING) {
      sinceDrawing = 0
      draw(feed)
    }
    hears.message(entry.payload)
  })
  session.subscribe('site/#', { qos: 1 })
  return {
    async connect(connack) {
      await session.restored
      session.start()
      socket?.opened()
      socket?.received(connack)
    },
    receive: (frame) => socket?.received(frame),
    end: () => session.dispose(),
  }
}

/** What the message page does with what came, but for React. */
function draw(feed: FeedBuffer): void {
  const rows = rowsOf(feed.read(Date.now()).entries, () => true)
  for (const row of rows.slice(-ROWS_ON_SCREEN)) {
    if (row.kind === 'received') for (const { message } of row.items) previewOf(message.payload)
  }
}
