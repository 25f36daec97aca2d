import type { Link, OpenLink } from './types'

let engine: OpenLink | undefined
let loading: Promise<OpenLink> | undefined

/** Fetches what speaks MQTT; a failure is forgotten, so that the next attempt asks again. */
function load(): Promise<OpenLink> {
  loading ??= import('./link').then(
    ({ openLink: open }) => (engine = open),
    (error: unknown) => {
      loading = undefined
      throw error
    },
  )
  return loading
}

/** The first screen does not wait for what speaks MQTT: it is fetched with the first connection. */
export const openLink: OpenLink = (socketPort, options, events) => {
  if (engine) return engine(socketPort, options, events)
  let link: Link | undefined
  let isClosed = false
  load().then(
    (open) => {
      if (!isClosed) link = open(socketPort, options, events)
    },
    (error: unknown) => {
      if (!isClosed) events.closed({ kind: 'socket', opened: false, close: { cause: 'failed', detail: String(error) } })
    },
  )
  return {
    send: (packet) => link?.send(packet) ?? false,
    close(disconnect) {
      isClosed = true
      link?.close(disconnect)
    },
  }
}
