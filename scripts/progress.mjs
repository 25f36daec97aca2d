const QUIET_REPEAT_MS = 10_000

/** One line that is written over on a terminal, and a new line every ten seconds where there is none. */
export function progressLine(print, stream = process.stdout) {
  let shown = false
  let lastAt = Date.now()
  return {
    show(text) {
      if (stream.isTTY) {
        stream.write(`\r\x1b[2K${text}`)
        shown = true
      } else if (Date.now() - lastAt >= QUIET_REPEAT_MS) {
        lastAt = Date.now()
        print(text)
      }
    },
    end() {
      if (shown) stream.write('\r\x1b[2K')
      shown = false
    },
  }
}
