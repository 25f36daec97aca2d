import { whenIdle } from './idle'

/** A page as Taro's router has it: with the promise of its code */
interface Route {
  load: () => unknown[]
}

interface Surroundings {
  __taroAppConfig?: { routes?: Route[] }
  navigator: { connection?: { saveData?: boolean } }
}

/**
 * Fetches and runs the code of the pages before anybody opens them, one in each idle moment, in the order of `app.config`: a
 * tap then waits for nothing but the drawing. Not where the person asks to save data.
 * @returns ends it
 */
export function fetchAhead(): () => void {
  const { __taroAppConfig: config, navigator } = window as Surroundings
  if (navigator.connection?.saveData === true) return () => undefined
  const routes = config?.routes ?? []
  let isEnded = false
  let callOff = () => {}
  const fetchNext = (at: number) => {
    const route = routes[at]
    if (!route || isEnded) return
    callOff = whenIdle(() => {
      // what cannot be fetched now is asked for again by the tap
      void Promise.all(route.load()).then(
        () => fetchNext(at + 1),
        () => undefined,
      )
    }, 30_000)
  }
  fetchNext(0)
  return () => {
    isEnded = true
    callOff()
  }
}
