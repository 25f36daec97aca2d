import type { Element as FrameworkElement, ShadowedEvent } from 'glass-easel'
import type { EventNode, ViewEvent } from '../../view/renderer'

/** The handler of every bound node: sends the event on as plain data, as WeChat's view thread does. */
export function report(event: ShadowedEvent<unknown>): void {
  const current = frameworkElement(event.currentTarget)
  const pageId = Number(documentElement(current)?.closest<HTMLElement>('.frame')?.dataset.page)
  window.weappDispatched(pageId, toViewEvent(event))
}

function toViewEvent(event: ShadowedEvent<unknown>): ViewEvent {
  const original: unknown = event.getOriginalEvent()
  const touch = original instanceof TouchEvent ? original : undefined
  return {
    type: event.getEventName(),
    timeStamp: Math.round(event.timeStamp),
    target: eventNode(frameworkElement(event.target)),
    currentTarget: eventNode(frameworkElement(event.currentTarget)),
    detail: event.detail === undefined ? {} : (JSON.parse(JSON.stringify(event.detail)) as unknown),
    mark: event.mark ?? {},
    touches: touchList(touch?.touches),
    changedTouches: touchList(touch?.changedTouches),
  }
}

function eventNode(element: FrameworkElement | undefined): EventNode {
  const drawn = documentElement(element)
  return {
    id: element?.id ?? '',
    dataset: { ...element?.dataset },
    offsetLeft: drawn?.offsetLeft ?? 0,
    offsetTop: drawn?.offsetTop ?? 0,
  }
}

/** Events carry a component's public face; its element stands behind it. */
function frameworkElement(target: unknown): FrameworkElement | undefined {
  if (typeof target !== 'object' || target === null) return undefined
  return ('_$' in target ? target._$ : target) as FrameworkElement
}

const documentElement = (element: FrameworkElement | undefined) =>
  element?.getBackendElement() as HTMLElement | null | undefined

const touchList = (touches: TouchList | undefined) =>
  [...(touches ?? [])].map(({ identifier, pageX, pageY, clientX, clientY }) => ({
    identifier,
    pageX,
    pageY,
    clientX,
    clientY,
  }))
