import type { Page } from 'playwright-core'

/**
 * Where the Tab key goes otherwise than the eye: within a bar, a list or a sheet from top to bottom, and along a line from
 * its start. Runs in the page. One line per step back.
 */
export function wrongOrder(): string[] {
  const slack = 4
  const isSeen = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest('.taro_page_shade')
  const regions =
    '.nav, .tabbar, .foot, .msg-publish, .msg-pill, .topics-pill, .page-scroll, .page-fixed, .sheet, .toast-place, .frame-side'
  const regionOf = (element: Element) => element.closest(regions)
  const nameOf = (element: Element) =>
    JSON.stringify((element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40))
  const sheet = [...document.querySelectorAll('.sheet-layer')].filter(isSeen).pop()
  const stops = [...(sheet ?? document).querySelectorAll<HTMLElement>('[tabindex], input, textarea')].filter(
    (stop) => stop.tabIndex >= 0 && isSeen(stop),
  )
  const found: string[] = []
  for (const stop of stops.filter(({ tabIndex }) => tabIndex > 0)) found.push(`jumps the queue: ${nameOf(stop)}`)
  stops.forEach((stop, at) => {
    const next = stops[at + 1]
    if (!next || regionOf(stop) !== regionOf(next) || stop.contains(next)) return
    const [one, other] = [stop.getBoundingClientRect(), next.getBoundingClientRect()]
    // a row’s own button lies behind all of the row, with the others on it
    const isOn =
      other.left >= one.left && other.right <= one.right && other.top >= one.top && other.bottom <= one.bottom
    if (isOn) return
    const isAbove = other.bottom <= one.top + slack
    const isBeside = other.bottom > one.top + slack && other.top < one.bottom - slack
    if (isAbove || (isBeside && other.right <= one.left + slack)) found.push(`${nameOf(stop)} before ${nameOf(next)}`)
  })
  return found
}

interface Node {
  ignored: boolean
  role?: { value?: string }
  name?: { value?: string }
  properties?: { name: string; value: { value?: unknown } }[]
  nodeId: string
  parentId?: string
}

/** Roles that a reader does not stop at by themselves. */
const places = ['RootWebArea', 'generic', 'none', 'group', 'list', 'region', 'main', 'navigation', 'dialog']

/** What Chromium tells a screen reader of the page in front: what can be reached and has no name. One line each. */
export async function namelessStops(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page)
  try {
    const { nodes } = (await client.send('Accessibility.getFullAXTree')) as { nodes: Node[] }
    const isFocusable = ({ properties = [] }: Node) =>
      properties.some(({ name, value }) => name === 'focusable' && value.value === true)
    const isNameless = ({ name }: Node) => (name?.value ?? '').trim() === ''
    return nodes
      .filter((node) => !node.ignored && isFocusable(node) && isNameless(node))
      .map((node) => node.role?.value ?? '')
      .filter((role) => !places.includes(role))
      .map((role) => `a ${role} without a name`)
  } finally {
    await client.detach()
  }
}
