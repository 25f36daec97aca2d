import type { SocketPlaces } from '../session/places'
import type { SocketPort, SocketRequest } from '../socket/types'

export interface Sockets {
  socketPort: SocketPort
  places: SocketPlaces
}

/**
 * Whether a WebSocket opens at an address. Sends nothing, and takes no place that a session could be in want of: where
 * there is none to spare it is not tried, and false.
 */
export function opens({ socketPort, places }: Sockets, request: SocketRequest): Promise<boolean> {
  const holder = { profileId: '' }
  if (!places.takeSpare(holder)) return Promise.resolve(false)
  return new Promise((resolve) => {
    const end = (hasOpened: boolean) => {
      places.release(holder)
      resolve(hasOpened)
    }
    const socket = socketPort.open(request, {
      opened() {
        socket.close()
        end(true)
      },
      received: () => undefined,
      closed: () => end(false),
    })
  })
}
