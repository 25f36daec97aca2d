import { View } from '@tarojs/components'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'

interface LeftOutProps {
  /** stored connections and saved messages that cannot be read */
  broken: { connections: number; messages: number }
  /** saved messages that stay away for the password in them */
  withheld: number
  /** wills likewise */
  wills: number
  /** connections whose password could not be looked for */
  unknown: number
  /** nobody could take it in */
  isTooLarge?: boolean
}

/** What is not in the file, and why; or that it is too much. */
export function LeftOut({ broken, withheld, wills, unknown, isTooLarge = false }: LeftOutProps) {
  const t = useT()
  const notices: [title: string, text: string][] = []
  if (isTooLarge) notices.push([t('backup.tooLarge'), t('backup.tooLarge.text')])
  if (broken.connections > 0) notices.push([t('connections.broken', { n: broken.connections }), t('backup.broken')])
  if (broken.messages > 0) notices.push([t('saved.broken', { n: broken.messages }), t('backup.broken')])
  if (withheld > 0) {
    notices.push([t('share.messages.withheld', { n: withheld }), t('share.messages.withheld.text')])
  }
  if (wills > 0) notices.push([t('share.will.withheld', { n: wills }), t('share.will.withheld.text')])
  if (unknown > 0) notices.push([t('share.unknown', { n: unknown }), t('share.unknown.text')])
  return (
    <>
      {notices.map(([title, text]) => (
        <View key={title} className="backup-notice">
          <Notice tone="wait" title={title} isLive>
            {text}
          </Notice>
        </View>
      ))}
    </>
  )
}
