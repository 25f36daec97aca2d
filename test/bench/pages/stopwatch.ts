import type { CDPSession } from 'playwright-core'
import type { Point } from '../../support/weapp-host/types'
import { watchFor, type Moments } from './inPage'

/** One tap and what came of it, ms. */
export interface Lap {
  /** from the lifted finger to the frame that has the content in the document */
  drawn: number
  /** … that has it on the screen */
  seen: number
  /** what the document's main thread has worked meanwhile: of its own CPU clock, which stands still while others run */
  cpu: number
  /** of it, JavaScript */
  script: number
}

/** Measures in the document itself: what the driver takes, to find, to touch and to be told, is in no figure. */
export class Stopwatch {
  private constructor(private readonly devtools: CDPSession) {}

  static async of(devtools: CDPSession): Promise<Stopwatch> {
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    return new Stopwatch(devtools)
  }

  /** Resolves as soon as the words are on the screen. */
  async tap({ x, y }: Point, words: string): Promise<Lap> {
    // tsx names functions by a helper, which the document has not
    await this.run(`globalThis.__name ??= (named) => named; (${watchFor.toString()})(${JSON.stringify(words)})`)
    const before = await this.spent()
    await this.devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
    await this.devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    const { tap, drawn, seen } = (await this.run('window.watched')) as Moments
    const after = await this.spent()
    return { drawn: drawn - tap, seen: seen - tap, cpu: after.cpu - before.cpu, script: after.script - before.script }
  }

  private async spent(): Promise<{ cpu: number; script: number }> {
    const { metrics } = await this.devtools.send('Performance.getMetrics')
    const inMs = (name: string) => 1_000 * (metrics.find((metric) => metric.name === name)?.value ?? NaN)
    return { cpu: inMs('TaskDuration'), script: inMs('ScriptDuration') }
  }

  private async run(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.devtools.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
}
