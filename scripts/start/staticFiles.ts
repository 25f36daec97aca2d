import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}
const HASHED_NAME = /\.[0-9a-f]{8,}\.(js|css)$/

interface Range {
  first: number
  last: number
}

/** One byte range (RFC 9110 14.2). `undefined`: none asked or not understood, send everything. */
export function parseRange(header: string | undefined, size: number): Range | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match) return undefined
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return undefined
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (first >= size) return 'unsatisfiable'
  return first > last ? undefined : { first, last }
}

/** The file a request names, inside `folder` even after links are followed; undefined when there is none. */
async function findFile(folder: string, urlPath: string): Promise<string | undefined> {
  let name: string
  try {
    name = decodeURIComponent(urlPath)
  } catch {
    return undefined
  }
  if (name.includes('\0') || name.includes('\\')) return undefined
  try {
    const root = await realpath(folder)
    let file = await realpath(path.join(root, name))
    if ((await stat(file)).isDirectory()) file = await realpath(path.join(file, 'index.html'))
    const isInside = file.startsWith(root + path.sep)
    return isInside && (await stat(file)).isFile() ? file : undefined
  } catch {
    return undefined
  }
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : text)
}

/** Answers GET and HEAD with the files of `folder`. */
export async function serveFile(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = await findFile(folder, (request.url ?? '/').split(/[?#]/)[0] ?? '/')
  if (!file) return sendText(response, 404, 'Not found')
  const { size, mtimeMs } = await stat(file)
  const etag = `"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`
  const headers: Record<string, string | number> = {
    'Content-Type': TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Accept-Ranges': 'bytes',
    // a name without a hash, index.html above all, must be asked for again after every build
    'Cache-Control': HASHED_NAME.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: etag,
  }
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end()
    return
  }
  const range = parseRange(request.headers.range, size)
  if (range === 'unsatisfiable') {
    return sendText(response, 416, 'Range not satisfiable', { 'Content-Range': `bytes */${size}` })
  }
  const first = range?.first ?? 0
  const last = range?.last ?? size - 1
  headers['Content-Length'] = last - first + 1
  if (range) headers['Content-Range'] = `bytes ${first}-${last}/${size}`
  response.writeHead(range ? 206 : 200, headers)
  if (request.method === 'HEAD' || size === 0) {
    response.end()
    return
  }
  createReadStream(file, { start: first, end: last })
    .on('error', () => response.destroy())
    .pipe(response)
}
