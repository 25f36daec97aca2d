import { Session, type Profiler } from 'node:inspector/promises'

/** CPU of this process over a while, ms. */
export interface Spent {
  cpu: number
  /** of it, in files of the app; the rest is the host's: its page start, copies between the realms, talk with the browser */
  app: number
}

/** Every so often the profiler looks where the thread is. */
const everyUs = 500

/** The host runs the app's logic in this process: tells what is the app's of the time that it takes. */
export class LogicThread {
  private constructor(private readonly session: Session) {}

  static async start(): Promise<LogicThread> {
    const session = new Session()
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: everyUs })
    return new LogicThread(session)
  }

  async spentIn<T>(run: () => Promise<T>): Promise<{ result: T; spent: Spent }> {
    await this.session.post('Profiler.start')
    // the profiler itself, at its start and end, is no part of it
    const [before, from] = [process.cpuUsage(), nowUs()]
    const result = await run()
    const [{ user, system }, to] = [process.cpuUsage(before), nowUs()]
    const { profile } = await this.session.post('Profiler.stop')
    const cpu = (user + system) / 1_000
    return { result, spent: { cpu, app: cpu * shareOfApp(profile, from, to) } }
  }

  stop(): void {
    this.session.disconnect()
  }
}

/** By the clock that the profiler looks at. */
const nowUs = () => Number(process.hrtime.bigint() / 1_000n)

function shareOfApp({ nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile, from: number, to: number) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  let at = startTime
  let app = 0
  let all = 0
  samples.forEach((id, i) => {
    const us = timeDeltas[i] ?? 0
    at += us
    const { url = '', functionName = '' } = frames.get(id) ?? {}
    if (at < from || at > to || functionName === '(idle)') return
    all += us
    if (url.startsWith('weapp/')) app += us
  })
  return all === 0 ? 0 : app / all
}
