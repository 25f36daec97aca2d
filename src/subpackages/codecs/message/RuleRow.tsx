import type { PayloadFormat } from '@/core/payload/formats'
import type { WantedSubscription } from '@/core/profile/profile'
import { updateSubscription } from '@/features/subscriptions/subscriptions'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'

interface RuleRowProps {
  profileId: string
  subscription: WantedSubscription
  /** For all messages of the subscription from now on; undefined: by what the bytes say */
  format: PayloadFormat | undefined
}

/** Makes the view of this message that of its subscription, or gives that up. */
export function RuleRow({ profileId, subscription: { alias, filter }, format }: RuleRowProps) {
  const t = useT()
  const name = alias || filter
  const apply = () =>
    void updateSubscription(profileId, filter, { format }).then(
      () => showToast({ text: t('detail.rule.saved') }),
      () => showToast({ text: t('error.storageFailed') }),
    )
  const title = format
    ? t('detail.rule.set', { name, view: t(`detail.view.${format}`) })
    : t('detail.rule.remove', { name })
  return (
    <CellGroup>
      <Cell icon="subs" title={title} onClick={apply} />
    </CellGroup>
  )
}
