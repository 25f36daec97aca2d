import TestUtils from '@tarojs/test-utils-react'
import { useState } from 'react'
import type { SessionStatus } from '@/core/session/states'
import { LanguageProvider } from '@/ui/language'
import { TopicNotes } from './TopicNotes'

jest.mock('@/features/topics/topics', () => ({
  useTopics: (_: string, choose: (topics: object) => unknown) => choose({ omitted: 0, topics: 3 }),
}))

let utils: TestUtils
afterEach(() => utils.unmout())

it('the first attempt is no absence; one is told until the connection is there again', async () => {
  let become: (status: SessionStatus['name']) => void = () => undefined
  const Notes = () => {
    const [status, setStatus] = useState<SessionStatus['name']>('idle')
    become = setStatus
    return (
      <LanguageProvider choice="zh-CN">
        <TopicNotes profileId="p" status={status} />
      </LanguageProvider>
    )
  }
  utils = new TestUtils()
  await utils.mount(Notes, { props: {} })
  const told: string[] = []
  for (const status of ['connecting', 'handshaking', 'online', 'waiting', 'connecting', 'waiting', 'online'] as const) {
    await utils.act(() => become(status))
    if (document.querySelector('.topics-note')) told.push(status)
  }
  expect(told).toEqual(['waiting', 'connecting', 'waiting'])
})
