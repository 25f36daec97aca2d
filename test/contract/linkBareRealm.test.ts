import { createContext, runInContext } from 'node:vm'
import { bundle } from '../../scripts/bundleLink'
import type { Connack, InboundPacket } from '../../src/core/session/packets'
import { startMosquitto } from '../support/brokers/mosquitto'
import { describeWith } from '../support/requirements'
import { wxOverWs } from './socketWx'

const ABSENT =
  'TextDecoder TextEncoder AbortController URL Blob Worker crypto Intl navigator fetch WebSocket window document process Buffer global require queueMicrotask setImmediate'

const ENTRY = `
export { openLink } from '@/services/mqtt/link'
export { weappSocket } from '@/services/socket/socket.weapp'
`

/** Runs within the realm: subscribes, publishes to itself at QoS 2, and answers what it heard. */
const SCENE = `new Promise((resolve, reject) => {
  const heard = []
  const packet = { cmd: 'publish', topic: '温室', payload: Uint8Array.of(1, 2, 3), qos: 2, packetId: 2, retain: false, dup: false }
  const filter = { filter: '温室', qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 0 }
  const options = {
    url, protocolVersion: 5, clientId: 'bare', cleanStart: true, sessionExpirySeconds: 0, keepAliveSeconds: 60,
    connectTimeoutMs: 5000, receiveMaximum: 20, maximumPacketSize: 100000, receivedIds: new Set(),
    whenCommitted: (done) => done(),
  }
  const link = bundled.openLink(bundled.weappSocket, options, {
    socketOpened() {},
    progressed() {},
    closed: (close) => reject(new Error(JSON.stringify(close))),
    connected(connack) {
      heard.push(connack)
      link.send({ cmd: 'subscribe', packetId: 1, filters: [filter] })
    },
    received(inbound) {
      heard.push(inbound)
      if (inbound.cmd === 'suback') link.send(packet)
      if (inbound.cmd === 'pubcomp') link.send({ cmd: 'pingreq' })
      if (inbound.cmd !== 'pingresp') return
      link.close({ reasonCode: 0 })
      resolve(JSON.stringify(heard))
    },
  })
})`

test('the bundled link reaches for no code generation', async () => {
  expect(await bundle(ENTRY, { isLean: true, minify: true })).not.toMatch(/\beval\(|\bFunction\(/)
})

describeWith({ mosquitto: true }, 'the bundled link in a bare realm', () => {
  test('loads and carries QoS 2 with timers and wx alone', async () => {
    const code = await bundle(ENTRY, { isLean: true, minify: true })
    const broker = await startMosquitto()
    const realm = createContext(
      { setTimeout, clearTimeout, wx: wxOverWs(), url: `${broker.wsUrl}/mqtt` },
      { codeGeneration: { strings: false, wasm: false } },
    )
    runInContext('delete this.Intl; delete this.WebAssembly', realm)
    const present = ABSENT.split(' ').filter((name) => runInContext(`typeof ${name}`, realm) !== 'undefined')
    expect(present).toEqual([])
    runInContext(code, realm)
    const heard = JSON.parse((await runInContext(SCENE, realm)) as string) as (Connack | InboundPacket)[]
    const commands = heard.map((item) => ('cmd' in item ? item.cmd : 'connack'))
    expect(commands.sort()).toEqual(['connack', 'pingresp', 'pubcomp', 'publish', 'pubrec', 'pubrel', 'suback'])
    expect(heard).toContainEqual(expect.objectContaining({ cmd: 'publish', topic: '温室', packetId: 1 }))
    await broker.stop()
  })
})
