/** The framework writes `<prefix>--<id>` into the document, with a prefix for each component that owns nodes. */
const separator = '--'

/** The id the app gave an element. */
export function idOf(element: Element): string {
  return element.id.slice(element.id.indexOf(separator) + separator.length)
}

/** A selector as the app writes it, for the document. */
export function toDocumentSelector(selector: string): string {
  return selector.replace(/#([\w-]+)/g, `[id$="${separator}$1"]`)
}
