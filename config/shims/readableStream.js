/*
 * Stands in for readable-stream, of which MQTT.js makes one Writable for its parser and nothing else here: the link brings
 * its own stream and stores. `_write` is set on the instance and calls `done` when it can take more.
 */
class Writable {
  constructor() {
    this.waiting = []
    this.isBusy = false
  }

  write(chunk) {
    this.waiting.push(chunk)
    if (!this.isBusy) this.next()
    return true
  }

  next() {
    while (!this.isBusy && this.waiting.length > 0) {
      this.isBusy = true
      this._write(this.waiting.shift(), 'buffer', () => {
        this.isBusy = false
        this.next()
      })
    }
  }
}

module.exports = { Writable }
