import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sendText, serveFile } from '../../../scripts/start/staticFiles'
import { built } from '../app/build'

/** The built page under a path of a server that can go away, and that can get another build. */
export interface ServedApp {
  /** On a name that is no developer's own server, and still a secure context */
  url: string
  /** @param mark stands in the new page: `<html data-build>` */
  rebuild(mark: string): void
  /** Nothing answers any more */
  goAway(): Promise<void>
  stop(): Promise<void>
}

const PREFIX = '/tools/homing'

export async function serveApp(): Promise<ServedApp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'homing-page-'))
  cpSync(built('h5'), folder, { recursive: true })
  const server = createServer((request, response) => {
    const url = request.url ?? '/'
    if (!url.startsWith(`${PREFIX}/`)) return sendText(response, 404, 'Not found')
    request.url = url.slice(PREFIX.length)
    serveFile(folder, request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const goAway = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://homing.localhost:${port}${PREFIX}/`,
    rebuild(mark) {
      const edit = (name: string, change: (text: string) => string) => {
        const file = path.join(folder, name)
        const before = readFileSync(file, 'utf8')
        const after = change(before)
        if (after === before) throw new Error(`nothing to change in ${name}`)
        writeFileSync(file, after)
      }
      edit('index.html', (text) => text.replace('<html ', `<html data-build="${mark}" `))
      edit('sw.js', (text) => text.replace(/version:"[^"]*"/, `version:"${mark}"`))
    },
    goAway,
    async stop() {
      await goAway()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
