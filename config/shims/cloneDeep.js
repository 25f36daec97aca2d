/*
 * Stands in for rfdc, which wants a global Buffer and copies a view's whole backing buffer: MQTT.js clones a PUBLISH only to
 * take the alias out of its properties before storing it, and the link stores nothing.
 */
module.exports = (packet) =>
  Object.assign({}, packet, packet.properties && { properties: Object.assign({}, packet.properties) })
