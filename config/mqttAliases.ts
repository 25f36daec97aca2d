import path from 'node:path'

const shim = (name: string) => path.resolve(__dirname, 'shims', `${name}.js`)
const mqttRoot = path.dirname(require.resolve('mqtt/package.json'))
const mqttLib = (name: string) => path.join(mqttRoot, 'build/lib', `${name}.js`)

/**
 * Packages MQTT.js and its parser require, by their whole request. The link needs `mqtt/lib/client` alone, with its own
 * stream, stores, timers and packet IDs; what these would have brought is replaced by a few lines each.
 */
export const mqttPackageAliases: { [request: string]: string } = {
  'readable-stream': shim('readableStream'),
  'process-nextick-args': shim('processNextickArgs'),
  debug: shim('debug'),
  'rfdc/default': shim('cloneDeep'),
  // the list of buffers without its stream
  bl: require.resolve('bl/BufferList'),
  buffer: require.resolve('buffer/'),
  events: require.resolve('events/'),
}

/** Files of MQTT.js, by absolute path. */
export const mqttFileAliases: { [file: string]: string } = {
  [path.join(mqttRoot, 'package.json')]: shim('mqttPackage'),
  [mqttLib('is-browser')]: shim('isBrowser'),
  [mqttLib('get-timer')]: shim('unused'),
  [mqttLib('store')]: shim('unused'),
  [mqttLib('default-message-id-provider')]: shim('unused'),
  [mqttLib('topic-alias-send')]: shim('unused'),
}

/** Free identifiers, for webpack's ProvidePlugin. */
export const mqttProvided = { process: shim('process') }

/** Folders whose syntax is newer than the browsers of package.json, for Taro's `compile.include`. */
export const modernFolders = [
  path.join(mqttRoot, 'build'),
  path.dirname(require.resolve('idb')),
  path.dirname(require.resolve('uqr')),
  path.resolve(__dirname, 'shims'),
]
