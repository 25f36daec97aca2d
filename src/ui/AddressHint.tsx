import { View } from '@tarojs/components'
import type { ParsedAddress } from '@/core/profile/address'
import { Button } from './Button'
import { useT } from './language'
import { Notice } from './Notice'

interface AddressHintProps {
  parsed: ParsedAddress
  onUse: (url: string) => void
}

/** What is wrong with the address, and at most two ways to mend it, best first. Nothing when all is well. */
export function AddressHint({ parsed, onUse }: AddressHintProps) {
  const t = useT()
  const { parts, fixes } = parsed
  const problem = parsed.problem ?? (fixes.length > 0 ? 'noPath' : undefined)
  if (problem === undefined || problem === 'empty') return null
  const params = { scheme: parts.scheme, port: parts.port }
  // without a scheme there is no name to call it by
  const title = problem === 'badScheme' && parts.scheme === '' ? t('address.noScheme') : t(`address.${problem}`, params)
  return (
    <View className="editor-notice">
      <Notice tone={problem === 'noPath' ? 'info' : 'wait'} title={title} isLive>
        {t(`address.${problem}.why`)}
        {fixes.length > 0 && (
          <View className="hint-fixes">
            {fixes.map((fix, index) => (
              <View key={fix.url} className="hint-fix">
                <View className="grow">
                  <View className="mono-s medium hint-url">{fix.url}</View>
                  <View className="micro tone-3">{t(`address.fix.${fix.why}`)}</View>
                </View>
                <Button
                  size="pill"
                  variant={index === 0 ? 'primary' : 'neutral'}
                  label={`${t('editor.fix.use')} ${fix.url}`}
                  onClick={() => onUse(fix.url)}
                >
                  {t('editor.fix.use')}
                </Button>
              </View>
            ))}
          </View>
        )}
      </Notice>
    </View>
  )
}
