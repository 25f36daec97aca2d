import { gzipSync } from 'node:zlib'
import { bundle } from './bundleLink'

/** Prints what the link weighs in the app, and what it would weigh over MQTT.js as shipped. */
async function main(): Promise<void> {
  const [lean, stock] = await Promise.all([
    bundle(`export { openLink } from '@/services/mqtt/link'`, { isLean: true, minify: true }),
    bundle(`export { default } from 'mqtt/dist/mqtt.esm'`, { isLean: false, minify: true }),
  ])
  const size = (code: string) => `${Buffer.byteLength(code)} bytes (${gzipSync(code).length} gzip)`
  process.stdout.write(
    `link over the lean MQTT.js: ${size(lean)}\nMQTT.js as shipped, without the link: ${size(stock)}\n`,
  )
  process.stdout.write(`saved: ${Buffer.byteLength(stock) - Buffer.byteLength(lean)} bytes\n`)
}

void main()
