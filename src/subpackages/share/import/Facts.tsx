import { View } from '@tarojs/components'
import type { OfferedProfile } from '@/core/profile/offered'
import { duration } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { CellGroup } from '@/ui/CellGroup'
import { classes } from '@/ui/classes'
import { useT } from '@/ui/language'

/** What the connection would be like. */
export function Facts({ offer, address }: { offer: OfferedProfile; address: string }) {
  const t = useT()
  const { keepSession, sessionExpirySeconds, protocolVersion, will } = offer
  const kept = t('profileImport.session.kept', { duration: duration(sessionExpirySeconds * 1_000, t) })
  return (
    <CellGroup header={t('profileImport.adds')}>
      <Fact name={t('profileImport.address')} value={address} isMono />
      <Fact name={t('profileImport.version')} value={protocolVersion === 5 ? 'MQTT 5.0' : 'MQTT 3.1.1'} />
      <Fact name={t('profileImport.session')} value={keepSession ? kept : t('profileImport.session.none')} />
      <Fact name={t('profileImport.clientId')} value={t('profileImport.clientId.new')} />
      {will && <Fact name={t('profileImport.will')} value={willWords(will, t)} />}
    </CellGroup>
  )
}

function willWords({ mode, delaySeconds }: NonNullable<OfferedProfile['will']>, t: Translate): string {
  if (mode === 'onLeave') return t('profileImport.will.leave')
  return t('profileImport.will.after', { duration: duration(delaySeconds * 1_000, t) })
}

function Fact({ name, value, isMono }: { name: string; value: string; isMono?: boolean }) {
  return (
    <View className="li offer-fact">
      <View className="offer-fact-name">{name}</View>
      <View className={classes('offer-fact-value', isMono && 'is-mono')}>{value}</View>
    </View>
  )
}
