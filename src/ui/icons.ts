/**
 * Every icon: inner markup of a 24 × 24 SVG, stroke 1.75, round caps and joins; `C` marks the colour of filled dots.
 * `icons.css` is made from this (`iconsCss`, checked by icons.test.tsx): only names go into the bundle.
 */
export const icons = {
  plus: '<path d="M12 5v14M5 12h14"/>',
  minus: '<path d="M5 12h14"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="M20 20l-4.2-4.2"/>',
  back: '<path d="M15 5l-7 7 7 7"/>',
  right: '<path d="M9.5 6l6 6-6 6"/>',
  down: '<path d="M6 9.5l6 6 6-6"/>',
  up: '<path d="M6 14.5l6-6 6 6"/>',
  more: '<circle cx="5.5" cy="12" r="1.4" fill="C" stroke="none"/><circle cx="12" cy="12" r="1.4" fill="C" stroke="none"/><circle cx="18.5" cy="12" r="1.4" fill="C" stroke="none"/>',
  check: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  x: '<path d="M6 6l12 12M18 6L6 18"/>',
  clock: '<circle cx="12" cy="12" r="8.2"/><path d="M12 7.5V12l3 2"/>',
  hourglass:
    '<path d="M7 4.5h10M7 19.5h10M8.5 4.5c0 4.3 3.5 4.7 3.5 7.5s-3.5 3.2-3.5 7.5M15.5 4.5c0 4.3-3.5 4.7-3.5 7.5s3.5 3.2 3.5 7.5"/>',
  withdrawn: '<circle cx="12" cy="12" r="8.2"/><path d="M8.2 12h7.6"/>',
  alert:
    '<path d="M12 4.5l8.5 15h-17z"/><path d="M12 10v4.2"/><circle cx="12" cy="16.9" r="1" fill="C" stroke="none"/>',
  bang: '<path d="M12 5v9"/><circle cx="12" cy="18.4" r="1.5" fill="C" stroke="none"/>',
  help: '<circle cx="12" cy="12" r="8.2"/><path d="M9.6 9.6a2.5 2.5 0 1 1 3.4 2.3c-.7.3-1 .8-1 1.6v.3"/><circle cx="12" cy="16.6" r="1" fill="C" stroke="none"/>',
  info: '<circle cx="12" cy="12" r="8.2"/><path d="M12 11v5"/><circle cx="12" cy="8" r="1" fill="C" stroke="none"/>',
  refresh: '<path d="M19.5 11.5a7.5 7.5 0 1 0-2 5.6"/><path d="M19.8 6.5v5h-5"/>',
  send: '<path d="M12 19V5.5M6 11.3l6-6 6 6"/>',
  retain: '<path d="M7 4.5h10v15l-5-3.7-5 3.7z"/>',
  bookmark: '<path d="M7 4.5h10v15l-5-3.7-5 3.7z"/>',
  pin: '<path d="M8.500 4h7M9.500 4v6L7 13.500h10L14.500 10V4M12 13.500V20.500"/>',
  copy: '<path d="M9 9h10v10.5H9z"/><path d="M15 6V4.5H5V15h1.5"/>',
  subs: '<path d="M5 7h14M5 12h14M5 17h8"/>',
  settings: '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
  plug: '<path d="M9 4v4.5M15 4v4.5M6.5 8.5h11v2.7a5.5 5.5 0 0 1-11 0zM12 16.7V20.5"/>',
  edit: '<path d="M5 19l.8-3.8L15.6 5.4l3 3-9.8 9.8z"/>',
  trash: '<path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7"/>',
  eye: '<path d="M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6z"/><circle cx="12" cy="12" r="2.6"/>',
  lock: '<path d="M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
  offline:
    '<path d="M4 4l16 16"/><path d="M5 11a10 10 0 0 1 4-2.3M19 11a10 10 0 0 0-5.7-2.9M8.3 14.5a5.4 5.4 0 0 1 5-1.3"/><circle cx="12" cy="18" r="1.4" fill="C" stroke="none"/>',
  pause: '<path d="M9 6v12M15 6v12"/>',
  arrowdown: '<path d="M12 5v13.5M6 12.7l6 6 6-6"/>',
  homing:
    '<path d="M4.5 13.5a7.5 7.5 0 1 1 7.5 6.2"/><path d="M15 16.5l-3.2 3.2 3.2 3.1"/><circle cx="12" cy="12" r="1.8" fill="C" stroke="none"/>',
  link: '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1.3 1.3"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1.3-1.3"/>',
  server:
    '<path d="M4.5 5h15v6h-15zM4.5 13h15v6h-15z"/><circle cx="8" cy="8" r="1.1" fill="C" stroke="none"/><circle cx="8" cy="16" r="1.1" fill="C" stroke="none"/>',
  globe: '<circle cx="12" cy="12" r="8.2"/><path d="M3.8 12h16.4M12 3.8c-5 5.4-5 11 0 16.4M12 3.8c5 5.4 5 11 0 16.4"/>',
  moon: '<path d="M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z"/>',
  tree: '<path d="M6 4.5v13h4M6 10h4"/><path d="M13 10h6M13 17.5h6"/><circle cx="6" cy="4.5" r="1.6" fill="C" stroke="none"/>',
  log: '<path d="M6 4h12v16H6zM9 8.5h6M9 12h6M9 15.5h3.5"/>',
  filter: '<path d="M4 6h16M7 12h10M10 18h4"/>',
  spin: '<path d="M12 4a8 8 0 1 1-8 8"/>',
  chart: '<path d="M4 19.5h16"/><path d="M5 15l4.5-5 3.5 3 6-7"/>',
  play: '<path d="M8 5.5v13l10.5-6.5z"/>',
  expand: '<path d="M8 9.5L12 5.5l4 4M8 14.5l4 4 4-4"/>',
  share: '<path d="M12 14.5V4M8 7.5L12 3.8l4 3.7"/><path d="M6.5 11H5v9h14v-9h-1.5"/>',
  upload: '<path d="M12 15V4.500M7.500 9L12 4.500 16.500 9M5 19.500h14"/>',
  scan: '<path d="M4.5 8.5v-4h4M15.5 4.5h4v4M19.5 15.5v4h-4M8.5 19.5h-4v-4"/><path d="M4.5 12h15"/>',
  pulse: '<path d="M3.5 12.5h4l2.5-7 4 13 2.5-6h4"/>',
  key: '<circle cx="8" cy="15" r="3.7"/><path d="M10.700 12.300L19 4M16 7l2.500 2.500"/>',
} as const

export type IconName = keyof typeof icons

/** A data URI whose shape is cut out of `currentColor` by a CSS mask: WeChat has no inline `<svg>`. */
function iconMask(name: IconName): string {
  const markup =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="1.75" ' +
    `stroke-linecap="round" stroke-linejoin="round">${icons[name].replace(/fill="C"/g, 'fill="#000"')}</svg>`
  const escaped = markup.replace(/"/g, "'").replace(/[#<>]/g, (character) => encodeURIComponent(character))
  return `data:image/svg+xml,${escaped}`
}

/** The text of icons.css. */
export function iconsCss(): string {
  const names = Object.keys(icons) as IconName[]
  const rules = names.map((name) => `.i-${name} {\n  --i: url("${iconMask(name)}");\n}\n`)
  return `/* Made from icons.ts: WRITE_ICONS=1 npx jest src/ui/icons */\n${rules.join('')}`
}
