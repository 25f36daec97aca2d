import type { CDPSession } from 'playwright-core'
import type { NodeTarget, PageState, Point, WeappView } from '../types'
import type { Renderer, ViewDriver } from './renderer'

/** While nothing in the view changes, a condition is looked at this often: it may depend on something else. */
const recheckMs = 20

/** The view as tests drive it: the driver of whichever renderer, with waiting added. */
export class HostView implements WeappView {
  private readonly driver: ViewDriver
  private readonly waiting = new Set<() => void>()

  constructor(
    private readonly renderer: Renderer,
    readonly page: () => PageState,
    private readonly assertTouchable: () => void,
  ) {
    this.driver = renderer.driver()
  }

  get kind(): WeappView['kind'] {
    return this.renderer.kind
  }

  /** The screen may look different now. */
  changed(): void {
    for (const look of [...this.waiting]) look()
  }

  text(): Promise<string> {
    return this.driver.text()
  }

  count(target: NodeTarget): Promise<number> {
    return this.driver.count(target)
  }

  tap(target: NodeTarget): Promise<void> {
    return this.touch(() => this.driver.tap(target))
  }

  longpress(target: NodeTarget): Promise<void> {
    return this.touch(() => this.driver.longpress(target))
  }

  swipe(target: NodeTarget, across: number): Promise<void> {
    return this.touch(() => this.driver.swipe(target, across))
  }

  input(target: NodeTarget, value: string): Promise<void> {
    return this.touch(() => this.driver.input(target, value))
  }

  confirm(target: NodeTarget): Promise<void> {
    return this.touch(() => this.driver.confirm(target))
  }

  toggle(target: NodeTarget): Promise<void> {
    return this.touch(() => this.driver.toggle(target))
  }

  scroll(target: NodeTarget, scrollTop: number): Promise<void> {
    return this.touch(() => this.driver.scroll(target, scrollTop))
  }

  inspect<Result, Argument>(look: (argument: Argument) => Result, argument: Argument): Promise<Result> {
    return this.driver.inspect(look, argument)
  }

  middleOf(target: NodeTarget): Promise<Point> {
    return this.driver.middleOf(target)
  }

  devtools(): Promise<CDPSession> {
    return this.driver.devtools()
  }

  screenshot(file: string): Promise<void> {
    return this.driver.screenshot(file)
  }

  async until(holds: (text: string) => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
    const endMs = Date.now() + timeoutMs
    for (;;) {
      const text = await this.text()
      if (await holds(text)) return
      if (Date.now() > endMs)
        throw new Error(`not so within ${timeoutMs} ms: ${holds.toString()}\nthe page shows:\n${text}`)
      await this.nextChange()
    }
  }

  private async touch(act: () => Promise<void>): Promise<void> {
    this.assertTouchable()
    await act()
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        clearTimeout(handle)
        this.waiting.delete(look)
        resolve()
      }
      const handle = setTimeout(look, recheckMs)
      this.waiting.add(look)
    })
  }
}
