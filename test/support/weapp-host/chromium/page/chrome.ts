import type { PageConfig } from '../../bundle'
import type { ShellPicture, ViewData } from './protocol'

const navigationHeight = 44

/** What WeChat draws round and over the page: navigation bar, capsule, toasts and dialogs. */
export class Chrome {
  readonly navigation = element('div', 'navigation')
  private readonly title = document.createElement('b')
  private readonly back = document.createElement('button')
  readonly shell = element('div', 'shell')

  constructor({ capsule, statusBarHeight }: ViewData) {
    document.documentElement.style.setProperty('--bar', `${statusBarHeight + navigationHeight}px`)
    this.back.className = 'back'
    this.back.textContent = '‹'
    this.back.setAttribute('aria-label', 'Back')
    this.back.addEventListener('click', () => window.weappBackPressed())
    this.navigation.append(this.back, this.title)
    const button = element('div', 'capsule')
    Object.assign(button.style, {
      width: `${capsule.width}px`,
      height: `${capsule.height}px`,
      right: `${capsule.right}px`,
      top: `${capsule.top}px`,
    })
    document.body.append(this.navigation, button, this.shell)
  }

  drawNavigation(config: PageConfig, depth: number): void {
    this.navigation.hidden = config.navigationStyle === 'custom'
    this.title.textContent = config.navigationBarTitleText ?? ''
    this.navigation.style.background = config.navigationBarBackgroundColor ?? '#fff'
    this.navigation.style.color = config.navigationBarTextStyle === 'white' ? '#fff' : '#000'
    this.back.hidden = depth < 2
  }

  drawShell({ toast, dialog }: ShellPicture): void {
    this.shell.replaceChildren()
    if (toast !== undefined) this.shell.append(block('toast', toast))
    if (!dialog) return
    const mask = block('mask')
    const box = block(dialog.kind === 'modal' ? 'dialog' : 'sheet')
    box.setAttribute('role', 'dialog')
    if (dialog.title) box.append(block('title', dialog.title))
    if (dialog.content) box.append(block('content', dialog.content))
    const buttons = block('buttons')
    dialog.buttons.forEach((text, index) => {
      const button = document.createElement('button')
      button.textContent = text
      button.addEventListener('click', () => window.weappPressed(index))
      buttons.append(button)
    })
    box.append(buttons)
    mask.append(box)
    this.shell.append(mask)
  }
}

function element(tag: string, id: string): HTMLElement {
  const made = document.createElement(tag)
  made.id = id
  return made
}

function block(className: string, text = ''): HTMLElement {
  const made = document.createElement('div')
  made.className = className
  made.textContent = text
  return made
}
