import { services } from './services'

/** Stored while everything is to go: what still runs may write meanwhile, and nobody reads it any more. */
const MARK = 'wipe'
/** Files that do not answer, as a browser's database may, must not keep the app from the screen: it goes on without them. */
const answerMs = 10_000

/**
 * Everything goes: connections, passwords, messages, saved messages, logs, settings. The app starts anew for it.
 * @returns false where it cannot by itself: it is done when the person opens it again
 * @throws AppError `storageFailed`
 */
export async function wipe(): Promise<boolean> {
  // a storage that is full has room for the mark once the rest is gone; what still runs may write until the restart
  await services.storage.set(MARK, true).catch(async () => {
    await removeAll()
    await services.storage.set(MARK, true).catch(() => undefined)
  })
  return services.restart.restart()
}

/** At the start, before anything is read. Never rejects: what could not be removed is tried again by the next start. */
export async function finishWipe(): Promise<void> {
  if (!(await isMarked())) return
  // another tab may be done before: what it has stored since stays
  await removeAll(isMarked).catch(() => undefined)
  // WeChat may open the page that was left, whose connection is gone
  services.restart.toFirstPage()
}

const isMarked = async () => (await services.storage.get(MARK).catch(() => undefined)) === true

async function removeAll(isStillWanted = () => Promise.resolve(true)): Promise<void> {
  const { storage, vault } = services
  await Promise.all([removeFiles(), vault.clear().catch(() => undefined)])
  const keys = await storage.keys('')
  // the mark last: whatever ends this, the next start goes on
  for (const key of keys.filter((each) => each !== MARK)) {
    if (!(await isStillWanted())) return
    await storage.remove(key)
  }
  await storage.remove(MARK)
}

/** Never rejects, and ends in any case: what answers too late removes nothing any more. */
function removeFiles(): Promise<void> {
  return new Promise((resolve) => {
    let isLate = false
    let cancel: () => void = () => undefined
    const arm = () => {
      cancel()
      cancel = services.clock.setTimer(() => {
        isLate = true
        resolve()
      }, answerMs)
    }
    const isWanted = () => {
      if (!isLate) arm()
      return !isLate
    }
    const end = () => {
      cancel()
      resolve()
    }
    arm()
    services.removeFiles(isWanted).then(end, end)
  })
}
