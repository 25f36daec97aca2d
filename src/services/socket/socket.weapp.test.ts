import type { SocketClose } from './types'
import { weappSocket } from './socket.weapp'
import type { WxSocketTask, WxSockets } from './wxSocket'

type Option = Parameters<WxSockets['connectSocket']>[0]

/** A task whose listeners the test calls. */
function fakeTask() {
  const listeners: {
    open?: () => void
    error?: (e: { errMsg?: string }) => void
    close?: (c: { code?: number; reason?: string }) => void
  } = {}
  const task = {
    send: jest.fn<void, Parameters<WxSocketTask['send']>>(),
    close: jest.fn<void, Parameters<WxSocketTask['close']>>(),
    onOpen: (listener: () => void) => (listeners.open = listener),
    onMessage: () => undefined,
    onError: (listener: (e: { errMsg?: string }) => void) => (listeners.error = listener),
    onClose: (listener: (c: { code?: number; reason?: string }) => void) => (listeners.close = listener),
  }
  return { task, listeners }
}

function open(connectSocket: (option: Option) => unknown) {
  Object.assign(globalThis, { wx: { connectSocket } })
  const closes: SocketClose[] = []
  const opened = jest.fn()
  const socket = weappSocket.open(
    { url: 'wss://x/mqtt', timeoutMs: 100 },
    { opened, received: jest.fn(), closed: (close) => closes.push(close) },
  )
  return { socket, closes, opened }
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick'] }))
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

test('asks for the sub-protocol, no Nagle delay and the timeout', () => {
  const asked: Option[] = []
  const { socket } = open((option) => void asked.push(option))
  expect(asked[0]).toMatchObject({ url: 'wss://x/mqtt', protocols: ['mqtt'], tcpNoDelay: true, timeout: 100 })
  socket.close()
})

test.each([
  [
    'throws',
    () => {
      throw new Error('connectSocket:fail exceed max concurrent count')
    },
    'tooManySockets',
  ],
  [
    'fails at once',
    ({ fail }: Option) => fail?.({ errMsg: 'connectSocket:fail url not in domain list' }),
    'domainNotListed',
  ],
] as const)('a call that %s is told after it, with its cause', async (_name, connectSocket, cause) => {
  const { closes } = open(connectSocket)
  expect(closes).toEqual([])
  await Promise.resolve()
  expect(closes).toMatchObject([{ cause }])
})

test('error, then close, then fail: told once', async () => {
  const { task, listeners } = fakeTask()
  let failed: Option['fail']
  const { closes } = open((option) => ((failed = option.fail), task))
  listeners.error?.({ errMsg: 'connect ECONNREFUSED' })
  listeners.close?.({ code: 1006 })
  failed?.({ errMsg: 'connectSocket:fail' })
  await Promise.resolve()
  expect(closes).toEqual([{ cause: 'refused', detail: 'connect ECONNREFUSED' }])
})

test('hidden by WeChat: closed with 1000 and its word', () => {
  const { task, listeners } = fakeTask()
  const { closes } = open(() => task)
  listeners.open?.()
  listeners.close?.({ code: 1000, reason: 'interrupted' })
  expect(closes).toEqual([{ cause: 'interrupted', code: 1000, detail: 'interrupted' }])
})

test('a socket given up while connecting is closed when it opens after all', () => {
  const { task, listeners } = fakeTask()
  const { socket, opened } = open(() => task)
  socket.close()
  listeners.open?.()
  expect(opened).not.toHaveBeenCalled()
  expect(task.close).toHaveBeenCalledTimes(2)
})

test('a failing send ends it; a throwing close does not', () => {
  const { task, listeners } = fakeTask()
  task.send.mockImplementation(({ fail }) => fail?.({ errMsg: 'sendSocketMessage:fail taskID not exist' }))
  task.close.mockImplementation(() => {
    throw new Error('closeSocket:fail WebSocket is not connected')
  })
  const { socket, closes } = open(() => task)
  listeners.open?.()
  socket.send(Uint8Array.of(1))
  socket.close()
  expect(closes).toEqual([{ cause: 'closed', detail: 'sendSocketMessage:fail taskID not exist' }])
})

test('no answer in time is a timeout, and a late close event goes nowhere', () => {
  const { task, listeners } = fakeTask()
  const { closes } = open(() => task)
  jest.advanceTimersByTime(100)
  listeners.close?.({ code: 1006 })
  expect(closes).toEqual([{ cause: 'timeout' }])
})
