const patienceMs = 15_000
const lookEveryMs = 4
const keptBytes = 262_144

/** What has come over the sockets of a phone lately. */
export class Ears {
  private recent = Buffer.alloc(0)

  /** @param listen called before each look, where frames do not come by themselves */
  constructor(private readonly listen: () => void = () => undefined) {}

  take(bytes: Uint8Array): void {
    const all = Buffer.concat([this.recent, bytes])
    this.recent = all.subarray(Math.max(0, all.length - keptBytes))
  }

  /** @throws Error when it does not come */
  async heard(text: string): Promise<void> {
    const deadline = Date.now() + patienceMs
    for (;;) {
      this.listen()
      if (this.recent.includes(text)) return
      if (Date.now() > deadline) throw new Error(`the phone never received ${text}`)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    }
  }
}
