/** What WeChat itself draws over the page. */
export interface ShellState {
  readonly toast: string | undefined
  readonly dialog: Dialog | undefined
}

export interface Dialog {
  readonly kind: 'modal' | 'actionSheet'
  readonly title: string
  readonly content: string
  readonly buttons: readonly string[]
  /** Presses a button; the dialog is gone then */
  press(index: number): void
}

/** Toasts, loading signs, modals and action sheets: one of each at a time. */
export class Shell {
  private toast: string | undefined
  private toastNumber = 0
  private dialog: Dialog | undefined

  constructor(private readonly onChange: () => void) {}

  get state(): ShellState {
    return { toast: this.toast, dialog: this.dialog }
  }

  /** @returns a function that hides this toast, but no later one */
  showToast(title: string): () => void {
    this.toast = title
    const mine = ++this.toastNumber
    this.onChange()
    return () => {
      if (mine === this.toastNumber) this.hideToast()
    }
  }

  hideToast(): void {
    this.toast = undefined
    this.onChange()
  }

  /** Resolves with the number of the button that was pressed. A dialog that is open already is answered by its last one. */
  ask(dialog: Omit<Dialog, 'press'>): Promise<number> {
    this.dialog?.press(this.dialog.buttons.length - 1)
    return new Promise((resolve) => {
      const press = (index: number) => {
        this.dialog = undefined
        this.onChange()
        resolve(index)
      }
      this.dialog = { ...dialog, press }
      this.onChange()
    })
  }
}
