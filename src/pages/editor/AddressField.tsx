import { Text, View } from '@tarojs/components'
import type { ParsedAddress } from '@/core/profile/address'
import { classes } from '@/ui/classes'
import { Field } from '@/ui/Field'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'

interface AddressFieldProps {
  value: string
  parsed: ParsedAddress
  onChange: (address: string) => void
  onBlur: () => void
}

const partNames = ['scheme', 'host', 'port', 'path'] as const

/** The one field a connection needs, and under it what was understood of it. */
export function AddressField({ value, parsed, onChange, onBlur }: AddressFieldProps) {
  const t = useT()
  const { parts, problem, url } = parsed
  const isGood = url !== undefined && problem === undefined
  const wrong = wrongParts(parsed)
  return (
    <View className="address">
      <View className="address-label">{t('editor.address')}</View>
      <Field
        value={value}
        onChange={onChange}
        onBlur={onBlur}
        label={t('editor.address')}
        placeholder={t('editor.address.placeholder')}
        isMono
        isTall
        isUrl
        warning={value !== '' && !isGood}
        maxLength={1_024}
        hasClear={!isGood}
        trail={
          isGood && (
            <View className="address-good">
              <Icon name="check" size={20} />
            </View>
          )
        }
      />
      {parts.host !== '' && (
        <View className="address-parts">
          {partNames.map((name) => (
            <View
              key={name}
              className={classes('address-part', (name === 'host' || name === 'path') && 'address-part-long')}
            >
              <View className="micro tone-3">{t(`editor.part.${name}`)}</View>
              <View className={classes('mono-s medium ellipsis', wrong.includes(name) && 'tone-wait')}>
                {parts[name] || <Text className="address-none">{t('editor.part.none')}</Text>}
              </View>
            </View>
          ))}
        </View>
      )}
    </View>
  )
}

function wrongParts({ problem }: ParsedAddress): (typeof partNames)[number][] {
  switch (problem) {
    case 'rawTcp':
    case 'http':
    case 'badScheme':
      return ['scheme']
    case 'tcpPort':
    case 'badPort':
      return ['port']
    case 'noHost':
    case 'badHost':
      return ['host']
    case 'empty':
    case undefined:
      return []
  }
}
