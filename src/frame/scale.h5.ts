/**
 * Safari on iOS enlarges the page at a field whose text is below 16 points, and leaves it so. The limit ends that and
 * nothing else there: two fingers zoom all the same. Other browsers would forbid them.
 */
export function keepScale(): void {
  const { userAgent, maxTouchPoints } = navigator
  // an iPad says that it is a Mac
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
  const viewport = document.querySelector<HTMLMetaElement>('meta[name=viewport]')
  if (isIos && viewport) viewport.content += ', maximum-scale=1'
}
