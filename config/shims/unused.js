/* Stands in for parts of MQTT.js the link replaces or never uses: its stores, its timers, its packet ID and alias tables. */
class Unused {}

module.exports = { default: Unused, __esModule: true }
