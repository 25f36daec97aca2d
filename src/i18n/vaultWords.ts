import type { VaultReach } from '@/core/profile/vaultReach'
import type { Translate } from './t'

/** How long a password is known, and who sees it. */
export function vaultWords(reach: VaultReach, isKept: boolean, t: Translate): string {
  switch (reach.kind) {
    case 'kept':
      return t('vault.kept')
    case 'choice':
      return t(isKept ? 'vault.keeps' : 'vault.session')
    case 'session':
      return t(`vault.${reach.why}`)
  }
}
