import { blockFamily, blockFont } from './blockFont'

export interface Letters {
  family: string
  /** `data:` */
  url: string
  /** what is not shown, though it takes its place: how long something took, how much comes in a second. A CSS selector */
  hidden: string
}

/** Blocks for letters, whichever fonts the machine has. */
export const blocks = (): Letters => ({
  family: blockFamily,
  url: `data:font/ttf;base64,${blockFont().toString('base64')}`,
  hidden: '.state ~ *, .conn-time, .msg-sent .msg-foot > *',
})

/** In the page, from its beginning: everything written is in these letters. Canvases write as they like. */
export function writeIn({ family, url, hidden }: Letters): void {
  // no weight of its own: a browser would draw bold blocks wider, each in its way
  const face = new FontFace(family, `url(${url})`, { weight: '100 900' })
  document.fonts.add(face)
  void face.load()
  const style = document.createElement('style')
  style.textContent = `*, ::before, ::after { font-family: ${family} !important; --font: ${family} !important; --mono: ${family} !important } ${hidden} { opacity: 0 !important }`
  const lay = () => document.head.append(style)
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', lay)
  else lay()
}
