import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { parseAddress } from '@/core/profile/address'
import type { OfferedProfile } from '@/core/profile/offered'
import type { OfferedMessage } from '@/core/profile/sharedMessages'
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
import { useOfferedMessages } from './useOfferedMessages'
import { isUsable } from './usable'

/** A row costs about a kilobyte of `setData`. */
const rowsAtOnce = 30

interface OfferListProps {
  offers: readonly OfferedProfile[]
  messages: readonly OfferedMessage[]
  /** what was there beside the connections and is of no use */
  ignored: readonly string[]
  onChoose: (index: number) => void
}

/** A file of several connections: each can be looked at, and those that can be used are stored together. */
export function OfferList({ offers, messages, ignored, onChoose }: OfferListProps) {
  const t = useT()
  const attempt = useAttempt()
  const isReady = useConnections((s) => s.load === 'ready')
  const [isSaving, setSaving] = useState(false)
  const stored = useRef(new Set<OfferedProfile>())
  const [shown, setShown] = useState(rowsAtOnce)
  const kept = useOfferedMessages(messages)
  const usable = offers.filter(isUsable)
  const save = async () => {
    setSaving(true)
    try {
      // what is kept already is not kept twice: after a failure a second press goes on
      await kept.keep()
      for (const offer of usable.filter((each) => !stored.current.has(each))) {
        const { url = '' } = parseAddress(offer.address)
        const { username, password, subscriptions } = offer
        await saveProfile(profileOfOffer(offer, { url, username, password, subscriptions, isPaused: true }))
        stored.current.add(offer)
      }
    } finally {
      setSaving(false)
    }
    await Taro.switchTab({ url: '/pages/connections/index' })
    showToast({ text: t('profileImport.savedMany', { n: usable.length }) })
  }
  const bottom = usable.length > 0 && (
    <View className="foot">
      <Button className="grow" isDisabled={!isReady || !kept.isReady} isBusy={isSaving} onClick={() => attempt(save)}>
        {t('profileImport.saveAll', { n: usable.length })}
      </Button>
    </View>
  )
  return (
    <Page top={<NavBar title={t('profileImport.title')} />} bottom={bottom || undefined}>
      <CellGroup header={t('profileImport.many', { n: offers.length })} footer={t('profileImport.many.text')}>
        {offers.slice(0, shown).map((offer, index) => (
          <Cell
            key={index}
            className="li-address"
            title={offer.name || offer.address}
            note={offer.address}
            value={isUsable(offer) ? undefined : t('profileImport.needsFix')}
            trail="chevron"
            onClick={() => onChoose(index)}
          />
        ))}
        {offers.length > shown && (
          <Cell
            title={t('profileImport.more', { n: offers.length - shown })}
            trail="expand"
            onClick={() => setShown(shown + rowsAtOnce)}
          />
        )}
      </CellGroup>
      <MessagesChoice {...kept} />
      <Ignored what={ignored} />
      <View className="page-end" />
    </Page>
  )
}
