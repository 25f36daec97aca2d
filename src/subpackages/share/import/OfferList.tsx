import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { parseAddress } from '@/core/profile/address'
import type { OfferedProfile } from '@/core/profile/offered'
import { saveProfile, useConnections } from '@/features/connections/connections'
import { profileOfOffer } from '@/features/connections/takeOffer'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { Ignored } from './Ignored'
import { MessagesChoice } from './MessagesChoice'
import type { OfferedMessages } from './useOfferedMessages'
import { isUsable } from './usable'

interface OfferListProps {
  offers: readonly OfferedProfile[]
  kept: OfferedMessages
  /** of the offers, those that are stored already */
  stored: readonly OfferedProfile[]
  /** how many rows are drawn */
  shown: number
  /** what was there beside the connections and is of no use */
  ignored: readonly string[]
  onChoose: (index: number) => void
  onMore: () => void
  onStored: (offers: readonly OfferedProfile[]) => void
}

/** A file of several connections: each can be looked at, and those that can be used are stored together. */
export function OfferList(props: OfferListProps) {
  const { offers, kept, ignored, stored, shown, onChoose, onMore, onStored } = props
  const t = useT()
  const attempt = useAttempt()
  const isReady = useConnections((s) => s.load === 'ready')
  const [isSaving, setSaving] = useState(false)
  const usable = offers.filter(isUsable)
  const left = usable.filter((offer) => !stored.includes(offer))
  const keep = async () => {
    setSaving(true)
    try {
      const n = await kept.keep()
      await Taro.switchTab({ url: '/pages/saved/index' })
      showToast({ text: t('profileImport.messages.kept', { n }) })
    } finally {
      setSaving(false)
    }
  }
  const save = async () => {
    setSaving(true)
    const done: OfferedProfile[] = []
    try {
      // what is kept already is not kept twice: after a failure a second press goes on
      await kept.keep()
      for (const offer of left) {
        const { url = '' } = parseAddress(offer.address)
        const { username, password, subscriptions } = offer
        await saveProfile(profileOfOffer(offer, { url, username, password, subscriptions, isPaused: true }))
        done.push(offer)
      }
    } finally {
      setSaving(false)
      onStored(done)
    }
    await Taro.switchTab({ url: '/pages/connections/index' })
    showToast({ text: t('profileImport.savedMany', { n: usable.length }) })
  }
  const fresh = kept.isWanted ? kept.count - kept.known : 0
  const bottom = left.length + fresh > 0 && (
    <View className="foot">
      <Button
        className="grow"
        isDisabled={!isReady || !kept.isReady}
        isBusy={isSaving}
        onClick={() => attempt(left.length > 0 ? save : keep)}
      >
        {left.length > 0
          ? t('profileImport.saveAll', { n: left.length })
          : t('profileImport.messages.keep', { n: fresh })}
      </Button>
    </View>
  )
  return (
    <Page top={<NavBar title={t('profileImport.title')} />} bottom={bottom || undefined}>
      {offers.length > 0 && (
        <CellGroup header={t('profileImport.many', { n: offers.length })} footer={t('profileImport.many.text')}>
          {offers.slice(0, shown).map((offer, index) => (
            <OfferRow key={index} offer={offer} isStored={stored.includes(offer)} onChoose={() => onChoose(index)} />
          ))}
          {offers.length > shown && (
            <Cell title={t('profileImport.more', { n: offers.length - shown })} trail="expand" onClick={onMore} />
          )}
        </CellGroup>
      )}
      <MessagesChoice kept={kept} isAlone={offers.length === 0} />
      <Ignored what={ignored} />
      <View className="page-end" />
    </Page>
  )
}

/** @param props.isStored it cannot be looked at any more: it would be stored twice */
function OfferRow({ offer, isStored, onChoose }: { offer: OfferedProfile; isStored: boolean; onChoose: () => void }) {
  const t = useT()
  const fix = isUsable(offer) ? undefined : t('profileImport.needsFix')
  return (
    <Cell
      className="li-address"
      title={offer.name || offer.address}
      note={offer.address}
      value={isStored ? t('profileImport.isStored') : fix}
      {...(!isStored && { trail: 'chevron', onClick: onChoose })}
    />
  )
}
