interface Icon {
  src: string
  sizes: string
  type: 'image/png'
  purpose: 'any' | 'maskable'
}

/** The grounds of the two themes, as in src/ui/tokens.css: `theme-color` in src/index.html names both. */
const lightGround = '#f3f4f7'

const icon = (name: string, size: number, purpose: Icon['purpose'] = 'any'): Icon => ({
  src: `./${name}-${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
})

/** Files beside the manifest that it or index.html names. */
export const iconFiles = ['icon-192.png', 'icon-512.png', 'icon-maskable-512.png', 'apple-touch-icon.png']

/**
 * What makes the page an app. All addresses are relative to it, since the app may stand under any path; for the same
 * reason it has no `id`, which is resolved against the origin alone: left out, it is `start_url`.
 * @see https://www.w3.org/TR/appmanifest/
 */
export const manifest = {
  name: '归信 Homing',
  name_localized: { 'zh-CN': '归信', en: 'Homing' },
  short_name: '归信',
  short_name_localized: { 'zh-CN': '归信', en: 'Homing' },
  description: 'MQTT，离开再久也找得到回来的路。MQTT that finds its way back.',
  description_localized: { 'zh-CN': 'MQTT，离开再久也找得到回来的路。', en: 'MQTT that finds its way back.' },
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: lightGround,
  theme_color: lightGround,
  categories: ['developer', 'utilities', 'productivity'],
  icons: [icon('icon', 192), icon('icon', 512), icon('icon-maskable', 512, 'maskable')],
  shortcuts: [
    {
      name: '收藏 Saved',
      name_localized: { 'zh-CN': '收藏', en: 'Saved' },
      url: './#/pages/saved/index',
      icons: [icon('icon', 192)],
    },
    {
      name: '新建连接 New connection',
      name_localized: { 'zh-CN': '新建连接', en: 'New connection' },
      url: './#/pages/editor/index',
      icons: [icon('icon', 192)],
    },
  ],
}
