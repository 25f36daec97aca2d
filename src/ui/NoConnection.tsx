import type { Language } from '@/i18n/t'
import { Button } from './Button'
import { EmptyState } from './EmptyState'
import { useLanguage, useT } from './language'
import { Loading } from './Loading'
import { goBack, NavBar } from './NavBar'
import { Page } from './Page'

interface NoConnectionProps {
  /** of the page */
  title: string
  why: 'loading' | 'failed' | 'broken' | 'missing'
  /** Reads the connections again. @param language for words of one that is offered */
  onRetry: (language: Language) => unknown
}

/** In place of a page whose connection is not there, or not yet: what is known of it, and the way on. */
export function NoConnection({ title, why, onRetry }: NoConnectionProps) {
  const t = useT()
  const language = useLanguage()
  return (
    <Page top={<NavBar title={title} />}>
      {why === 'loading' ? (
        <Loading label={t('connections.loading')} />
      ) : (
        <EmptyState
          icon={why === 'missing' ? 'help' : 'alert'}
          title={t(why === 'failed' ? 'connections.failed.title' : `connection.${why}.title`)}
          text={t(why === 'failed' ? 'connections.failed.text' : `connection.${why}.text`)}
        >
          {why === 'failed' && (
            <Button icon="refresh" className="empty-first" onClick={() => void onRetry(language)}>
              {t('common.retry')}
            </Button>
          )}
          <Button
            variant={why === 'failed' ? 'text' : 'primary'}
            className={why === 'failed' ? 'empty-second' : 'empty-first'}
            onClick={goBack}
          >
            {t('common.back')}
          </Button>
        </EmptyState>
      )}
    </Page>
  )
}
