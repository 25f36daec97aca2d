import Taro from '@tarojs/taro'
import { openEditorFor, takePasted } from './pasted'

let opened: string[] = []
beforeEach(() => {
  opened = []
  jest.spyOn(Taro, 'navigateTo').mockImplementation(({ url }) => {
    opened.push(url)
    return Promise.resolve({ errMsg: '' })
  })
})
afterEach(() => jest.restoreAllMocks())

it.each([
  ['wss://u:secret@host:8084/mqtt', undefined],
  ['wss://u:secret＠host:8084/mqtt', undefined],
  // a login that nobody recognises: the whole is handed over
  ['wss://u:se#cret@host:8084/mqtt', 'wss://u:se#cret@host:8084/mqtt'],
])('%s: nothing of a password comes into the address of the page', async (address, handedOver) => {
  await openEditorFor(address)
  expect(opened).toHaveLength(1)
  expect(decodeURIComponent(opened[0] ?? '')).not.toMatch(/secret|cret/)
  expect(takePasted().address).toBe(handedOver)
  expect(takePasted()).toEqual({})
})

it('an address without a login is in the address of the page', async () => {
  await openEditorFor('ws://192.168.1.20:8083/mqtt')
  expect(opened).toEqual(['/pages/editor/index?url=ws%3A%2F%2F192.168.1.20%3A8083%2Fmqtt'])
})
