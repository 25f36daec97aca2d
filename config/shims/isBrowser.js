/* Stands in for MQTT.js's guess at its surroundings: it matters only to timers and sockets that the link replaces. */
module.exports = { default: false, isWebWorker: false, isReactNativeBrowser: false, __esModule: true }
