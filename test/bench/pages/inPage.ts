/** When what was looked for came, ms of the document's own clock. */
export interface Moments {
  /** the finger was lifted: the event's own time, however late the page heard of it */
  tap: number
  /** in the document, in a frame that was done then; a page may yet have to slide in */
  drawn: number
  /** its middle on the screen, in a frame that was done then */
  seen: number
}

declare global {
  interface Window {
    watched: Promise<Moments>
  }
}

/**
 * In the document, before the tap: waits for words to be on the screen. It looks only in frames before which something
 * has changed, and costs the page less than a millisecond in each.
 */
export function watchFor(words: string): void {
  const find = (): Element | undefined => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode as Text
      if (data.includes(words) && parentElement?.checkVisibility({ visibilityProperty: true })) return parentElement
    }
    return undefined
  }
  if (find()) throw new Error(`there before the tap: ${words}`)
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  // the task after a frame: what it drew is laid out and painted
  const painted = () =>
    new Promise<number>((resolve) => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => resolve(performance.now())
      channel.port2.postMessage(undefined)
    })
  const isOnScreen = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    return width > 0 && x > 0 && x < innerWidth && y > 0 && y < innerHeight
  }
  const tapped = new Promise<number>((resolve) => {
    const listen = { capture: true, passive: true, once: true }
    addEventListener('touchend', ({ timeStamp }) => resolve(timeStamp), listen)
  })
  const found = new Promise<Element>((resolve) => {
    let isAsked = false
    const observer = new MutationObserver(() => {
      if (isAsked) return
      isAsked = true
      requestAnimationFrame(() => {
        isAsked = false
        const element = find()
        if (!element) return
        observer.disconnect()
        resolve(element)
      })
    })
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  })
  const look = async (): Promise<Moments> => {
    const tap = await tapped
    let element = await found
    const drawn = await painted()
    while (!isOnScreen(element)) {
      await frame()
      // what was drawn anew is another element
      if (!element.isConnected) element = find() ?? element
    }
    return { tap, drawn, seen: await painted() }
  }
  const giveUp = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`not on the screen: ${words}\n${document.body.innerText}`)), 20_000)
  })
  window.watched = Promise.race([look(), giveUp])
  // whoever awaits it hears of it
  window.watched.catch(() => undefined)
}
