import { View } from '@tarojs/components'
import { useImport, type ImportState } from '@/features/transfer/useImport'
import '@/i18n/transfer/words'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { useAttempt } from '@/ui/useAttempt'
import { LogView } from './LogView'
import './index.css'

/** Somebody's exported log, to be looked at: nothing is stored and nothing connects. */
export default function LogPage() {
  const attempt = useAttempt()
  const { state, choose, stop } = useImport()
  const onChoose = () => attempt(choose)
  if (state.phase === 'opened' && state.log.entries.length > 0) return <LogView log={state.log} onChoose={onChoose} />
  return <Waiting state={state} onChoose={onChoose} onStop={stop} />
}

function Waiting({ state, onChoose, onStop }: { state: ImportState; onChoose: () => void; onStop: () => void }) {
  const t = useT()
  const top = <NavBar title={t('import.title')} />
  if (state.phase === 'reading') {
    return (
      <Page top={top}>
        <EmptyState icon="log" title={t('import.reading')} text={`${Math.floor(state.progress * 100)} %`}>
          <Button variant="neutral" className="empty-first" onClick={onStop}>
            {t('common.cancel')}
          </Button>
        </EmptyState>
      </Page>
    )
  }
  const isNothing = state.phase === 'opened'
  return (
    <Page top={top}>
      <EmptyState
        icon="log"
        title={t(isNothing ? 'import.nothing' : 'import.title')}
        text={t(isNothing ? 'import.nothing.text' : 'import.about')}
      >
        <Button className="empty-first" onClick={onChoose}>
          {t('import.choose')}
        </Button>
      </EmptyState>
      {state.phase === 'failed' && (
        <View className="log-failure">
          <Notice tone="bad" title={t(`error.${state.code}`)} isLive>
            {t(`error.${state.code}.next`)}
          </Notice>
        </View>
      )}
    </Page>
  )
}
