import type { ReactNode } from 'react'
import { useConnections } from '@/features/connections/connections'
import { clearPasswords, usePasswordCount } from '@/features/connections/vault'
import { openBackup } from '@/features/transfer/offers'
import { wipe } from '@/features/wipe'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'

/** What a person takes back before a phone is given away. @param onSheet puts a sheet over the page, or takes it away */
export function Privacy({ onSheet }: { onSheet: (sheet: ReactNode) => void }) {
  const t = useT()
  const attempt = useAttempt()
  const passwords = usePasswordCount()
  const connections = useConnections((state) => state.profiles.length + state.broken.length)
  const close = () => onSheet(null)

  const clear = async () => {
    close()
    await clearPasswords()
    showToast({ text: t('settings.passwords.cleared') })
  }
  const eraseAll = async () => {
    close()
    if (!(await wipe())) showToast({ text: t('settings.wipe.later') })
  }
  const askToClear = () =>
    onSheet(
      <ConfirmSheet
        title={t('settings.passwords.ask', { n: passwords })}
        text={t('settings.passwords.text')}
        confirm={t('settings.passwords.confirm')}
        isDangerous
        onConfirm={() => attempt(clear)}
        onClose={close}
      />,
    )
  const askToWipe = () =>
    onSheet(
      <ConfirmSheet
        title={t('settings.wipe.ask')}
        text={t('settings.wipe.text', { n: connections })}
        confirm={t('settings.wipe.confirm')}
        isDangerous
        onConfirm={() => attempt(eraseAll)}
        onClose={close}
      />,
    )
  return (
    <CellGroup header={t('settings.privacy')}>
      {passwords === 0 ? (
        <Cell icon="key" title={t('settings.passwords')} value={t('settings.passwords.none')} />
      ) : (
        <Cell
          icon="key"
          title={t('settings.passwords')}
          value={t('connections.count', { n: passwords })}
          onClick={askToClear}
        />
      )}
      <Cell
        icon="share"
        title={t('settings.backup')}
        value={t('settings.backup.value')}
        trail="chevron"
        onClick={openBackup}
      />
      <Cell icon="trash" tone="bad" title={t('settings.wipe')} onClick={askToWipe} />
    </CellGroup>
  )
}
