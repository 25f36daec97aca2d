/** How often a page that stays open asks for a new build, when it is looked at again. */
const askEveryMs = 30 * 60_000

/**
 * Has the service worker keep the app, so that it opens without a network. Where there is no secure context, as at a LAN
 * address, there is no worker either, and the page is what its server sends.
 * @param onNewBuild one is there; called with what shows it, which loads the page anew
 */
export async function keepOffline(onNewBuild: (show: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  let isAsked = false
  let hadWorker = serviceWorker.controller !== null
  const offer = (waiting: ServiceWorker) =>
    onNewBuild(() => {
      // another tab was faster
      if (waiting.state !== 'installed') return location.reload()
      isAsked = true
      waiting.postMessage('activate')
    })
  const watch = (installing: ServiceWorker | null) =>
    installing?.addEventListener('statechange', () => {
      // the first one of all has nothing to take the place of
      if (installing.state === 'installed' && serviceWorker.controller) offer(installing)
    })
  try {
    const registration = await serviceWorker.register('./sw.js')
    if (registration.waiting && serviceWorker.controller) offer(registration.waiting)
    watch(registration.installing)
    registration.addEventListener('updatefound', () => watch(registration.installing))
    serviceWorker.addEventListener('controllerchange', () => {
      if (isAsked) location.reload()
      // another tab has asked: this one shows the earlier build until its own person wants the new one
      else if (hadWorker) onNewBuild(() => location.reload())
      // the first one of all brings nothing new
      hadWorker = true
    })
    askAgain(registration)
  } catch {
    // a browser that refuses, or private browsing: the page works as it did
  }
}

function askAgain(registration: ServiceWorkerRegistration): void {
  let askedAt = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || Date.now() - askedAt < askEveryMs) return
    askedAt = Date.now()
    // without a network there is none
    registration.update().catch(() => {})
  })
}
