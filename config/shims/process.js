/* The free identifier `process` in MQTT.js (ProvidePlugin target): its nextTick is a microtask, not setTimeout(0). */
const resolved = Promise.resolve()

module.exports = {
  env: {},
  nextTick(callback, ...args) {
    resolved.then(() => callback(...args))
  },
}
