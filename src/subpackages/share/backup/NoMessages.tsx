import { loadCollections } from '@/features/collections/collections'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { Loading } from '@/ui/Loading'
import { goBack, NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'

/** In place of the page while the saved messages are not read: a file without them would seem to be everything. */
export function NoMessages({ isLoading }: { isLoading: boolean }) {
  const t = useT()
  return (
    <Page top={<NavBar title={t('backup.title')} />}>
      {isLoading ? (
        <Loading label={t('saved.loading')} />
      ) : (
        <EmptyState icon="alert" title={t('saved.failed.title')} text={t('saved.failed.text')}>
          <Button icon="refresh" className="empty-first" onClick={() => void loadCollections()}>
            {t('common.retry')}
          </Button>
          <Button variant="text" className="empty-second" onClick={goBack}>
            {t('common.back')}
          </Button>
        </EmptyState>
      )}
    </Page>
  )
}
