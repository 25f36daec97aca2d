import { platform } from './platform'

interface A11y {
  role?: string
  /** Of a heading: 1 names the page, 2 a part of it or a sheet */
  level?: 1 | 2
  label?: string
  isSelected?: boolean
  isChecked?: boolean
  isDisabled?: boolean
  isHidden?: boolean
  isModal?: boolean
  isExpanded?: boolean
  live?: 'polite' | 'assertive'
  /** Reached by the Tab key on H5: true for everything that can be tapped */
  isFocusable?: boolean
}

const flag = (value: boolean | undefined) => (value === undefined ? undefined : String(value))

/**
 * Accessibility attributes under the names each platform reads: `role`, `aria-*`, `tabindex` on H5,
 * `aria-role`, `aria-*` in WeChat. To be spread onto a Taro component, whose types know only two of them.
 */
export function a11y({ role, level, label, live, isFocusable, ...flags }: A11y): Record<string, string | number> {
  const attributes: Record<string, string | number | undefined> = {
    [platform.isWeapp ? 'ariaRole' : 'role']: role,
    ariaLevel: platform.isWeapp ? undefined : level,
    ariaLabel: label,
    ariaLive: live,
    // ARIA selects options and tabs; a button that is selected is the current one
    [!platform.isWeapp && role === 'button' ? 'ariaCurrent' : 'ariaSelected']: flag(flags.isSelected),
    ariaChecked: flag(flags.isChecked),
    ariaDisabled: flag(flags.isDisabled),
    ariaHidden: flag(flags.isHidden),
    ariaModal: flag(flags.isModal),
    ariaExpanded: flag(flags.isExpanded),
    tabIndex: !platform.isWeapp && isFocusable ? 0 : undefined,
  }
  const present: Record<string, string | number> = {}
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (value !== undefined) present[name] = value
  }
  return present
}

/** A tappable thing: its role, its name and a place in the tab order. */
export const tappable = (label?: string, rest: A11y = {}) =>
  a11y({ role: 'button', isFocusable: rest.isDisabled !== true, label, ...rest })

/** A picture by its name, or without one where it is decoration: H5's stands in the `img` inside Taro's element. */
export const pictured = (name = ''): { nativeProps?: { alt: string } } =>
  platform.isWeapp
    ? a11y(name === '' ? { isHidden: true } : { role: 'img', label: name })
    : { nativeProps: { alt: name } }
