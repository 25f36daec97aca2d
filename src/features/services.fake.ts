import type { AppServices } from '@/services'
import { fakeDocuments } from '@/services/documents/documents.fake'
import { fakeFiles } from '@/services/files/files.fake'
import { createHistory } from '@/services/history/history'
import { fakeMemory } from '@/services/memory/memory.fake'
import type { FakeLinks } from '@/services/mqtt/link.fake'
import { fakeSessionServices } from '@/services/session/services.fake'
import { fakeStorage } from '@/services/storage/storage.fake'
import { fakeTabs } from '@/services/tabs/tabs.fake'
import { fakeVault } from '@/services/vault/vault.fake'

/** Services without an outside world, for tests of features. */
export function fakeServices(records: Record<string, unknown> = {}) {
  const fileNames: string[] = []
  return {
    ...fakeSessionServices(),
    fileNames,
    pausesWhenHidden: false,
    storage: fakeStorage(records),
    tabs: fakeTabs(),
    vault: fakeVault(),
    restart: { restart: () => true, toFirstPage: () => undefined, follow: () => undefined },
    documents: fakeDocuments(),
    memory: fakeMemory(),
    screen: { isAvailable: () => true, keepOn: () => () => undefined },
    history: createHistory(fakeFiles(), () => 0),
    removeOrphanJournals: () => Promise.resolve(),
    removeFiles: (isWanted: () => boolean) => {
      if (isWanted()) fileNames.length = 0
      return Promise.resolve()
    },
  } satisfies AppServices & { links: FakeLinks; fileNames: string[] }
}

export type FakeServices = ReturnType<typeof fakeServices>
