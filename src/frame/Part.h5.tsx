import { View } from '@tarojs/components'
import { Component, Suspense, type PropsWithChildren } from 'react'
import type { Translate } from '@/i18n/t'
import { useThemeClass } from '@/ui/appearance'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'

/**
 * A part around the pages that is loaded on its own. Where its code cannot be fetched, or it cannot be drawn, it says so in
 * its place: left to React it would take the whole app off the screen.
 */
export class Part extends Component<PropsWithChildren, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    if (this.state.hasFailed) return <Failed />
    return <Suspense fallback={null}>{this.props.children}</Suspense>
  }
}

function Failed() {
  const t = useT()
  const theme = useThemeClass()
  return (
    <View className={classes('page', theme)}>
      <EmptyState icon="alert" title={t('part.failed')} text={t('part.failed.next')}>
        <Button onClick={() => location.reload()}>{t('part.reload')}</Button>
      </EmptyState>
    </View>
  )
}

/** Says so, too, where a page cannot be fetched, which the router leaves to nobody: the page before stays. @returns stops that */
export function tellUnfetched(t: Translate): () => void {
  const look = ({ reason }: PromiseRejectionEvent) => {
    if (!(reason instanceof Error) || reason.name !== 'ChunkLoadError') return
    showToast({ text: t('part.failed'), action: { label: t('part.reload'), run: () => location.reload() } })
  }
  window.addEventListener('unhandledrejection', look)
  return () => window.removeEventListener('unhandledrejection', look)
}
