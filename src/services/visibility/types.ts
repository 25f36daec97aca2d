/** Whether a person can see the app. WeChat: onAppShow/onAppHide; H5: visibilitychange, pagehide/pageshow, freeze/resume. */
export interface VisibilityPort {
  isVisible(): boolean
  /** @returns a function that ends the listening */
  onChange(listener: (isVisible: boolean) => void): () => void
}
