import { View } from '@tarojs/components'
import { parseAddress } from '@/core/profile/address'
import type { OfferedProfile } from '@/core/profile/offered'
import { AddressHint } from '@/ui/AddressHint'
import { Button } from '@/ui/Button'
import { CellGroup } from '@/ui/CellGroup'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { Facts } from './Facts'
import { Ignored } from './Ignored'
import { MessagesChoice } from './MessagesChoice'
import { LoginRow } from './LoginRow'
import { SubscriptionChoice } from './SubscriptionChoice'
import type { OfferedMessages } from './useOfferedMessages'
import { useOffer } from './useOffer'

interface OfferViewProps {
  offer: OfferedProfile
  source: 'link' | 'file' | 'mqttx' | 'address'
  /** saved messages that came with it, or with others of its file */
  kept: OfferedMessages
  /** what came along and is of no use */
  ignored: readonly string[]
  /** Back to the others of the file */
  onBack: (() => void) | undefined
}

/** What would be added, what is missing and what is ignored; two buttons, before which nothing happens. */
export function OfferView({ offer, source, kept, ignored, onBack }: OfferViewProps) {
  const t = useT()
  const state = useOffer(offer, kept)
  const { address, username, password, wanted } = state
  const parsed = parseAddress(address)
  const isMissing = offer.needsLogin && username === '' && password === ''
  const hasLogin = offer.needsLogin || offer.username !== '' || offer.password !== ''
  const bottom = (
    <View className="foot">
      <Button className="offer-save" variant="neutral" isDisabled={!state.isReady} onClick={state.save}>
        {t('profileImport.save')}
      </Button>
      <Button className="offer-connect" isDisabled={!state.isReady} isBusy={state.isSaving} onClick={state.connect}>
        {t(isMissing ? 'profileImport.fillConnect' : 'profileImport.connect')}
      </Button>
    </View>
  )
  return (
    <Page
      top={<NavBar title={t('profileImport.title')} {...(onBack && { onBack })} />}
      bottom={bottom}
      scrollTo={state.scrollTo}
    >
      <View className="offer-head">
        <View className="offer-tile">
          <Icon name="server" size={24} />
        </View>
        <View className="grow">
          <View className="offer-name">{offer.name || parsed.parts.host}</View>
          <View className="cap tone-3">{t(`profileImport.from.${source}`)}</View>
        </View>
      </View>
      <Facts offer={offer} address={parsed.url ?? address} />
      <AddressHint parsed={parsed} onUse={state.useAddress} />
      {offer.subscriptions.length > 0 && (
        <SubscriptionChoice subscriptions={offer.subscriptions} wanted={wanted} onToggle={state.toggle} />
      )}
      <MessagesChoice kept={kept} />
      {offer.needsLogin && (
        <View className="offer-notice">
          <Notice tone="wait" icon="key" title={t('profileImport.missing')}>
            {t('profileImport.missing.text')}
          </Notice>
        </View>
      )}
      {hasLogin && (
        <View id="offer-login">
          <CellGroup
            header={t('profileImport.login')}
            footer={offer.needsLogin ? undefined : t('profileImport.login.found')}
          >
            <LoginRow title={t('editor.username')} value={username} onChange={state.setUsername} />
            <LoginRow title={t('editor.password')} value={password} onChange={state.setPassword} isSecret />
          </CellGroup>
        </View>
      )}
      <Ignored what={ignored} />
      <View className="page-end" />
    </Page>
  )
}
