/** What is on the screen, for keys: a shortcut presses what could be tapped, so it can do no more and asks the same. */

const reached = '[tabindex="0"]'

const isSeen = (element: HTMLElement): boolean => element.offsetWidth > 0

function all(root: ParentNode, selector: string): HTMLElement[] {
  return Array.from(root.querySelectorAll<HTMLElement>(selector))
}

/** The page in front: those below it stay in the document. */
export function frontPage(): HTMLElement | undefined {
  return all(document, '.taro_page').filter(isSeen).pop()
}

export const hasSheet = (): boolean => all(document, '.sheet-layer').some(isSeen)

/** The list to move in: where the focus is, else beside the page when it has nothing open, else the page. */
function listArea(): HTMLElement | undefined {
  const { activeElement } = document
  const side = document.querySelector<HTMLElement>('.frame-side') ?? undefined
  const page = frontPage()
  if (side?.contains(activeElement)) return side
  if (page?.contains(activeElement)) return page
  return side && (!page || rowsOf(page).length === 0) ? side : page
}

/** A row is what can be tapped and fills most of its list's width. */
function rowsOf(area: HTMLElement): HTMLElement[] {
  const rows: HTMLElement[] = []
  for (const list of all(area, '.page-scroll, .page-fixed').filter(isSeen)) {
    const isRow = (stop: HTMLElement) => isSeen(stop) && stop.offsetWidth > list.offsetWidth * 0.6 && !isField(stop)
    rows.push(...all(list, reached).filter(isRow))
  }
  return rows
}

/** The next row down, or up; the first time the first one, or in a conversation the newest. */
export function moveInRows(step: 1 | -1): boolean {
  const area = listArea()
  const rows = area ? rowsOf(area) : []
  const at = rows.findIndex((row) => row === document.activeElement)
  const isConversation = area?.querySelector('.msg-publish') !== null
  const to = at < 0 ? (isConversation ? rows.length - 1 : 0) : at + step
  const row = rows[to]
  row?.focus()
  return row !== undefined
}

export const isOnRow = (): boolean => {
  const area = listArea()
  return area !== undefined && rowsOf(area).some((row) => row === document.activeElement)
}

export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Puts the cursor into the first field of the page in front that matches. */
export function focusField(within: string): boolean {
  const page = frontPage()
  const field = page && all(page, `${within} input, ${within} textarea`).find(isSeen)
  field?.focus()
  return field !== undefined
}

/** Taps what the page in front has, even where it has no room to show it. */
export function tapOnPage(selector: string): boolean {
  const target = frontPage()?.querySelector<HTMLElement>(selector)
  target?.click()
  return target !== null && target !== undefined
}

const framesToWait = 30

/** The publish bar gets a new field for the next message: the cursor goes along. */
export function focusNextField(within: string): void {
  const before = document.activeElement
  const look = (framesLeft: number) => {
    const isGone = document.activeElement !== before && !isField(document.activeElement)
    if ((isGone && focusField(within)) || framesLeft === 0) return
    requestAnimationFrame(() => look(framesLeft - 1))
  }
  look(framesToWait)
}
