/** A parameter of a page's address: pages of both platforms get it as it is written there. */
export function decodedParam(text = ''): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // typed by hand
    return text
  }
}
