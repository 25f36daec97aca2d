import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

/**
 * An HTTP proxy on loopback that leads every host to 127.0.0.1: a page can be opened by a LAN address, with all that
 * a browser denies such a page, while no packet leaves the machine.
 */
export async function startLanProxy(): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((incoming, answer) => {
    const { port, pathname, search } = new URL(incoming.url ?? '')
    const forward = request(
      { host: '127.0.0.1', port, path: pathname + search, method: incoming.method, headers: incoming.headers },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    forward.on('error', () => answer.destroy())
    incoming.pipe(forward)
  })
  // WebSockets go through a proxy by CONNECT
  server.on('connect', (incoming, client: Socket) => {
    const upstream = connect(Number(incoming.url?.split(':').pop()), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
        sockets.delete(socket)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      for (const socket of sockets) socket.destroy()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
