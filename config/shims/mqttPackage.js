/* Stands in for MQTT.js's package.json, of which it reads the version for its log. */
module.exports = { version: '' }
