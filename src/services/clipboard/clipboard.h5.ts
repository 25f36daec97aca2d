import type { ClipboardPort } from './types'

/** Absent outside a secure context, such as a page at a LAN address. */
const system = () => navigator.clipboard as Clipboard | undefined

/**
 * H5: Taro's own functions keep what is copied in `localStorage`, and read only that. Here nothing is kept, and what is
 * read is what the system has.
 */
export const clipboard: ClipboardPort = {
  async write(text) {
    try {
      const found = system()
      if (found) return await found.writeText(text)
    } catch {
      // refused to the page, as in a frame: a selection may still be copied
    }
    copySelection(text)
  },
  async read() {
    const found = system()
    if (!found) throw new Error('no clipboard outside a secure context')
    return found.readText()
  },
}

/** The way from before there was a clipboard to ask for, and the only one outside a secure context. */
function copySelection(text: string): void {
  const field = document.createElement('textarea')
  field.readOnly = true
  field.value = text
  field.style.cssText = 'position:fixed;top:0;left:-9999px'
  const focused = document.activeElement
  document.body.appendChild(field)
  field.select()
  // iOS selects nothing of a field that is read only without it
  field.setSelectionRange(0, text.length)
  const isCopied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  if (!isCopied) throw new Error('the browser did not copy')
}
