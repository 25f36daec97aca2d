import TestUtils from '@tarojs/test-utils-react'
import { AppError } from '@/core/errors'
import { services } from '../services'
import { useExport } from './useExport'
import { useImport } from './useImport'

const utils = new TestUtils()
let page: { out: ReturnType<typeof useExport>; in: ReturnType<typeof useImport> }

function Probe() {
  page = { out: useExport({ id: 'p', name: 'P' }), in: useImport() }
  return null
}

beforeEach(() => utils.mount(Probe, { props: {} }))
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test.each([
  ['a failure', new AppError('storageFull'), 'storageFull', undefined],
  // a defect is said as a failed file, so that the page can be gone on with, and still reaches the console
  ['a defect', new TypeError('defect'), 'fileFailed', TypeError],
])('after %s the page can be tried again', async (_, error, code, thrown) => {
  jest.spyOn(services.documents, 'create').mockRejectedValue(error)
  jest.spyOn(services.documents, 'pick').mockRejectedValue(error)
  await utils.act(async () => {
    const ended = await Promise.allSettled([page.out.start({ format: 'jsonl' }), page.in.choose()])
    for (const end of ended) {
      if (thrown) expect(end).toMatchObject({ status: 'rejected', reason: expect.any(thrown) as unknown })
      else expect(end).toMatchObject({ status: 'fulfilled' })
    }
  })
  expect(page.out.state).toEqual({ phase: 'failed', code })
  expect(page.in.state).toEqual({ phase: 'failed', code })
})
