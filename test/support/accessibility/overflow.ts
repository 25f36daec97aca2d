/** What may lose letters at its end, and why: everything else is read whole. */
export const SHORTENED_BY_DESIGN: Readonly<Record<string, string>> = {
  '.nav-title': 'a connection’s name, after two lines of it where text is large: the sheet of its facts has it whole',
  '.msg-two-lines': 'the digest of a payload: two lines, then the message’s own page',
  '.msg-head': 'the first bytes of a payload: the message’s own page has them all',
  '.msg-tray-row': 'what waits to be sent, one line each: a tap opens it',
  '.conn-last': 'a glance at the newest message: the connection’s page has it',
  '.saved-topic': 'a template in one line: a tap opens it',
  '.saved-payload': 'a template in one line: a tap opens it',
  '.topics-value': 'a glance at the newest value: the topic’s messages have it whole',
  '.topics-found-value': 'a glance at the newest value: the topic’s messages have it whole',
  '.log-payload': 'a glance at a message of a file: its sheet has it whole',
  '.swipe.is-open-1 > :not(.swipe-actions)': 'a row that was swept aside: another tap brings it back',
  '.swipe.is-open-2 > :not(.swipe-actions)': 'the same, by two actions',
  '.event-note': 'a line of the event log: its sheet has it whole',
}

/**
 * Text that cannot be read whole: cut by a box that hides it, beyond the screen's edge with no way to scroll there, or
 * under other text. Runs in the page, so it uses nothing from outside. One line per text.
 */
export function unreadableText(byDesign: readonly string[]): string[] {
  /** Letters may stand out of their line box by a hair */
  const slack = 1.5
  const found: string[] = []
  interface Seen {
    element: Element
    text: string
    rect: DOMRect
    layer: Element | null
  }
  const seen: Seen[] = []
  const isAllowed = (element: Element) => byDesign.some((selector) => element.closest(selector) !== null)
  const pathOf = (element: Element): string => {
    const names: string[] = []
    for (let node: Element | null = element; node && names.length < 4; node = node.parentElement) {
      const own = node
        .getAttribute('class')
        ?.trim()
        .split(/\s+/)
        .filter((name) => name !== 'hydrated')
        .join('.')
      if (own) names.unshift(`.${own}`)
    }
    return names.join(' ')
  }
  const report = (what: string, element: Element, text: string) =>
    found.push(`${what}: ${JSON.stringify(text.trim().slice(0, 60))} in ${pathOf(element)}`)

  const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
  const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll'
  const measured = new Map<Element, ReturnType<typeof measure>>()
  const measure = (box: Element) => {
    const { display, position, overflowX, overflowY } = getComputedStyle(box)
    return {
      edge: box.getBoundingClientRect(),
      isBox: display !== 'inline' && display !== 'contents',
      isFixed: position === 'fixed',
      cutsX: cuts(overflowX),
      cutsY: cuts(overflowY),
      scrollsX: scrolls(overflowX),
      scrollsY: scrolls(overflowY),
    }
  }
  /** Most texts have the same boxes around them. */
  const boxOf = (element: Element) => {
    const known = measured.get(element) ?? measure(element)
    measured.set(element, known)
    return known
  }

  /** Nearest boxes that cut, and whether the person can scroll what is cut into sight. */
  const checkBoxes = (element: Element, text: string, rect: DOMRect): boolean => {
    let isInSight = true
    let scrollsX = false
    let scrollsY = false
    let isFixed = false
    for (let box: Element | null = element; box && !isFixed; box = box.parentElement) {
      const { edge, isBox, ...facts } = boxOf(box)
      isFixed = facts.isFixed
      if (!isBox) continue
      if (facts.scrollsY && (rect.bottom > edge.bottom + slack || rect.top < edge.top - slack)) isInSight = false
      scrollsX ||= facts.scrollsX
      scrollsY ||= facts.scrollsY
      if (!scrollsX && facts.cutsX && (rect.left < edge.left - slack || rect.right > edge.right + slack)) {
        report(`cut at the side by ${pathOf(box)}`, element, text)
        return false
      }
      if (!scrollsY && facts.cutsY && (rect.top < edge.top - slack || rect.bottom > edge.bottom + slack)) {
        report(`cut above or below by ${pathOf(box)}`, element, text)
        return false
      }
    }
    if (!scrollsX && (rect.left < -slack || rect.right > innerWidth + slack)) report('off the screen', element, text)
    return isInSight
  }

  const isSeen = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest('.taro_page_shade')

  /** What sticks or floats stands over what is scrolled under it, and that can be scrolled out again. */
  const layerOf = (element: Element) => {
    let layer: Element | null = element
    while (layer && !layer.matches('.sheet-layer, .toast-place, .msg-pill, .topics-pill, .frame, .taro_page')) {
      if (getComputedStyle(layer).position === 'sticky') return layer
      layer = layer.parentElement
    }
    return layer
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent ?? ''
    if (!element || text.trim() === '' || element.closest('script, style') || !isSeen(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5)
    if (rects.length === 0 || isAllowed(element)) continue
    const letters = parseFloat(getComputedStyle(element).fontSize)
    for (const box of rects) {
      // a font's own box is higher than its letters: these stand in the middle of it
      const spare = Math.max(0, box.height - letters * 1.1) / 2
      const rect = new DOMRect(box.left, box.top + spare, box.width, box.height - 2 * spare)
      const before = found.length
      const isInSight = checkBoxes(element, text, rect)
      if (found.length > before) break
      if (isInSight) seen.push({ element, text, rect, layer: layerOf(element) })
    }
  }

  /** What is in front there, if it is this text at all. */
  const isInFront = ({ element, rect }: Seen) => {
    const hit = document.elementFromPoint((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)
    return hit !== null && (element.contains(hit) || hit.contains(element))
  }
  seen.forEach((one, at) => {
    for (const other of seen.slice(at + 1)) {
      if (one.element === other.element || one.layer !== other.layer) continue
      const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left)
      const height = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top)
      if (width <= 2 || height <= 4 || (!isInFront(one) && !isInFront(other))) continue
      report(`over ${JSON.stringify(other.text.trim().slice(0, 40))}`, one.element, one.text)
      break
    }
  })

  const ruler = document.createElement('canvas').getContext('2d')
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    const words = field.placeholder
    if (!ruler || !isSeen(field) || field.value !== '' || words === '' || field instanceof HTMLTextAreaElement) continue
    const style = getComputedStyle(field)
    ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    if (ruler.measureText(words).width > room + slack && !isAllowed(field)) report('placeholder cut', field, words)
  }
  const wide = document.scrollingElement?.scrollWidth ?? 0
  if (wide > innerWidth + slack) found.push(`the page is ${wide} wide on a screen of ${innerWidth}`)
  return [...new Set(found)]
}
