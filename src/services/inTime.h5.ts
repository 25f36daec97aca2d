import { AppError } from '@/core/errors'

/**
 * Waits for a database of the browser, which may never answer. A page that was frozen gets its timers before the answers:
 * the time is counted in two halves, of which a freeze ends one at most.
 * @throws AppError `storageFailed` after `limitMs`; what the work throws
 */
export function inTime<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout>
    const arm = (run: () => void) => (timer = setTimeout(run, limitMs / 2))
    const late = () => reject(new AppError('storageFailed', { detail: 'the browser does not answer' }))
    arm(() => arm(late))
    const end = <A>(settle: (value: A) => void) => {
      return (value: A) => {
        clearTimeout(timer)
        settle(value)
      }
    }
    work.then(end(resolve), end(reject))
  })
}
