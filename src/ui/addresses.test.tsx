import { history, setHistoryMode } from '@tarojs/router'
import { platform } from './platform'

const hashChange = () => new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }))

/** As a person does in the address bar, or a link to here */
async function type(path: string): Promise<void> {
  const changed = hashChange()
  window.location.hash = path
  await changed
}

const opened = () => history.location.pathname

beforeAll(() => {
  platform.layGround()
  setHistoryMode('hash')
  platform.followRouter()
})

it('what is not stored is asked about on the way back from an address that was typed, and from what was opened there', async () => {
  for (const open of [() => undefined, () => history.push('/editor')]) {
    history.push('/list')
    await type('/typed')
    expect(opened()).toBe('/typed')
    open()
    const page = opened()
    const ask = jest.fn()
    const stop = platform.holdBack(ask)
    const undone = hashChange().then(hashChange)
    window.history.back()
    await undone
    expect(ask).toHaveBeenCalledTimes(1)
    expect([opened(), window.location.hash]).toEqual([page, `#${page}`])
    stop()
    const back = hashChange()
    window.history.back()
    await back
    expect(opened()).toBe(page === '/typed' ? '/list' : '/typed')
  }
})

it('an address that is typed over what is not stored is asked about, and left alone', async () => {
  history.push('/editor')
  const ask = jest.fn()
  const stop = platform.holdBack(ask)
  const undone = hashChange().then(hashChange)
  window.location.hash = '/typed'
  await undone
  expect(ask).toHaveBeenCalledTimes(1)
  expect([opened(), window.location.hash]).toEqual(['/editor', '#/editor'])
  stop()
})

it('a page that is no longer held lets the next one be', async () => {
  history.push('/editor/other')
  const ask = jest.fn()
  const stopOld = platform.holdBack(() => undefined)
  stopOld()
  const stop = platform.holdBack(ask)
  stopOld()
  const undone = hashChange().then(hashChange)
  window.history.back()
  await undone
  expect(ask).toHaveBeenCalledTimes(1)
  expect(opened()).toBe('/editor/other')
  stop()
})
