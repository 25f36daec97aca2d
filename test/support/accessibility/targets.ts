/** What may be smaller than a finger, and why. */
export const SMALL_BY_DESIGN: Readonly<Record<string, string>> = {
  '.scrim': 'closes the sheet wherever it is touched; the sheet’s own close button says so too',
  '.swipe-cover': 'brings a row that was swept aside back; nothing is heard of it, the row’s actions can be left',
  '.swipe.is-open-1 > .has-cover, .swipe.is-open-1 .row-cover': 'the row that was swept aside',
  '.swipe.is-open-2 > .has-cover, .swipe.is-open-2 .row-cover': 'the same, by two actions',
}

/**
 * What can be tapped and is less than 44 points wide or high where a finger meets it, or has no role. Measured by asking
 * what is hit, so that drawn-out pseudo-elements count and what a neighbour takes away does not. Runs in the page.
 */
export function poorTargets(byDesign: readonly string[]): string[] {
  const atLeast = 44
  const found: string[] = []
  const handlers = ['onClick', 'onTap', 'onLongPress']
  const propsOf = (element: Element): Record<string, unknown> => {
    // handlers of Taro's elements are props of the component around them
    interface Fiber {
      memoizedProps?: Record<string, unknown> | null
      return?: Fiber | null
    }
    const key = Object.keys(element).find((name) => name.startsWith('__reactFiber$'))
    const fiber = key === undefined ? undefined : (element as unknown as Record<string, Fiber>)[key]
    return fiber?.return?.memoizedProps ?? {}
  }
  const hasHandler = (element: Element) => handlers.some((name) => typeof propsOf(element)[name] === 'function')
  const isField = (element: Element) => element.matches('input, textarea')
  const isTappable = (element: Element) =>
    isField(element) ||
    hasHandler(element) ||
    (element.hasAttribute('role') && element.getAttribute('tabindex') === '0')
  const nameOf = (element: Element) => {
    const own = element.getAttribute('class')?.replace('hydrated', '').trim().split(/\s+/).join('.')
    return `.${own} ${JSON.stringify((element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40))}`
  }
  const ownerAt = (x: number, y: number): Element | undefined => {
    let hit = document.elementFromPoint(x, y)
    while (hit && !isTappable(hit)) hit = hit.parentElement
    return hit ?? undefined
  }
  /** What takes the tap: a row’s button may stand behind what is seen of the row, which hands the tap on. */
  const takerOf = (element: Element): Element => {
    if (isField(element) || hasHandler(element)) return element
    let taker: Element | null = element
    while (taker && !hasHandler(taker)) taker = taker.parentElement
    return taker ?? element
  }
  const isOn = (wanted: Element, x: number, y: number) => {
    const element = takerOf(wanted)
    const owner = ownerAt(x, y)
    // a field's own box takes the finger to it
    return (owner && takerOf(owner)) === element || (owner !== undefined && isField(element) && owner.contains(element))
  }
  /** How far the target goes from a point of it. */
  const reach = (element: Element, x: number, y: number, dx: number, dy: number): number => {
    let steps = 0
    while (steps < atLeast && isOn(element, x + dx * (steps + 1), y + dy * (steps + 1))) steps += 1
    return steps
  }
  const pointOf = (element: Element, { left, top, width, height }: DOMRect) => {
    for (const fy of [0.5, 0.3, 0.7, 0.15, 0.85]) {
      for (const fx of [0.5, 0.3, 0.7, 0.15, 0.85, 0.05, 0.95]) {
        const [x, y] = [left + width * fx, top + height * fy]
        if (isOn(element, x, y)) return { x, y }
      }
    }
    return undefined
  }
  /** Width and height of what is hit; nothing where nothing is. */
  const sizeOf = (element: Element): [number, number] | undefined => {
    const at = pointOf(element, element.getBoundingClientRect())
    if (!at) return undefined
    const { x, y } = at
    const width = reach(element, x, y, -1, 0) + reach(element, x, y, 1, 0) + 1
    return [width, reach(element, x, y, 0, -1) + reach(element, x, y, 0, 1) + 1]
  }
  // a box that begins between two points is one less where it is asked for whole ones
  const isSmall = (size: [number, number] | undefined) => !size || size.some((length) => length < atLeast - 1)
  const scrolled = new Map<Element, [number, number]>()
  const isWhole = ({ left, top, right, bottom }: DOMRect) =>
    left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
  const bringIn = (element: Element) => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (!scrolled.has(box)) scrolled.set(box, [box.scrollLeft, box.scrollTop])
    }
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
  }

  const all = [...document.querySelectorAll('body *')].filter(
    (element) =>
      isTappable(element) &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest('.taro_page_shade') &&
      !byDesign.some((selector) => element.matches(selector)),
  )
  const dialog = document.querySelector('.taro_page:not(.taro_page_shade) .sheet-layer')
  for (const element of all) {
    // what stands under a sheet is measured without it
    if (dialog && !dialog.contains(element)) continue
    if (hasHandler(element) && !element.hasAttribute('role') && !element.querySelector('[role], input, textarea')) {
      found.push(`no role: ${nameOf(element)}`)
    }
    const { width, height } = element.getBoundingClientRect()
    if (width === 0 || height === 0) continue
    if (!isWhole(element.getBoundingClientRect())) bringIn(element)
    let size = sizeOf(element)
    if (isSmall(size)) {
      // a bar may have stood over it
      bringIn(element)
      size = sizeOf(element)
    }
    if (isSmall(size)) found.push(`${size ? size.join(' × ') : 'cannot be hit'}: ${nameOf(element)}`)
  }
  for (const [box, [left, top]] of scrolled) box.scrollTo({ left, top, behavior: 'instant' })
  return [...new Set(found)]
}
