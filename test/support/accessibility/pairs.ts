/** Text colour on ground, as `#rrggbb on #rrggbb`, of all text that is seen; what is disabled is exempt. Runs in the page. */
export function colourPairs(): string[] {
  type Colour = [red: number, green: number, blue: number, alpha: number]
  const parse = (text: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const over = (front: Colour, ground: Colour): Colour => {
    const part = (at: 0 | 1 | 2) => front[at] * front[3] + ground[at] * (1 - front[3])
    return [part(0), part(1), part(2), 1]
  }
  const groundOf = (element: Element): Colour => {
    const own = parse(getComputedStyle(element).backgroundColor)
    if (own[3] === 1 || !element.parentElement) return own
    return over(own, groundOf(element.parentElement))
  }
  const hex = (colour: Colour) =>
    `#${colour
      .slice(0, 3)
      .map((channel) => Math.round(channel).toString(16).padStart(2, '0'))
      .join('')}`
  const found = new Map<string, string>()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!element || (node.textContent ?? '').trim() === '' || element.closest('script, style, .is-disabled')) continue
    const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const style = getComputedStyle(element)
    // a font size of nothing: what stands there for a reader is drawn by other means
    if (!isSeen || element.closest('.taro_page_shade') || parseFloat(style.fontSize) === 0) continue
    const ground = groundOf(element)
    const pair = `${hex(over(parse(style.color), ground))} on ${hex(ground)}`
    const place = element.getAttribute('class')?.replace('hydrated', '').trim()
    if (!found.has(pair))
      found.set(pair, `${pair}: ${JSON.stringify(node.textContent?.trim().slice(0, 30))} in .${place}`)
  }
  return [...found.values()]
}
