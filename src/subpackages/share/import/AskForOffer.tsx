import { View } from '@tarojs/components'
import { useState } from 'react'
import { readImport, type ImportProblem, type ImportReading } from '@/core/profile/importText'
import { pasteText, scanQrCode } from '@/services/device'
import { Button } from '@/ui/Button'
import { Field } from '@/ui/Field'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { platform } from '@/ui/platform'
import { useAttempt } from '@/ui/useAttempt'
import { pickJsonText } from './pickJsonText'

interface AskForOfferProps {
  /** What was the matter with what came */
  problem: ImportProblem | undefined
  onReading: (reading: ImportReading) => void
}

/** A link with many subscriptions is some kilobytes */
const maxTyped = 65_536

/** Where there is nothing to preview: a field, and the ways to bring something here. */
export function AskForOffer({ problem, onReading }: AskForOfferProps) {
  const t = useT()
  const attempt = useAttempt()
  const [text, setText] = useState('')
  const read = (got: string | undefined) => got !== undefined && onReading(readImport(got))
  const preview = () => read(text)
  return (
    <Page top={<NavBar title={t('profileImport.title')} />}>
      <View className="page-lead" />
      {problem !== undefined && (
        <View className="offer-notice">
          <Notice tone="bad" icon="alert" title={t(`profileImport.problem.${problem}`)} isLive>
            {t(`profileImport.problem.${problem}.next`)}
          </Notice>
        </View>
      )}
      <View className="offer-about">{t('profileImport.about')}</View>
      <View className="offer-field">
        <Field
          value={text}
          onChange={setText}
          label={t('profileImport.field')}
          placeholder={t('profileImport.field.hint')}
          maxLength={maxTyped}
          isMono
          hasClear
          onConfirm={preview}
        />
      </View>
      <View className="offer-ways">
        <Button isDisabled={text.trim() === ''} onClick={preview}>
          {t('profileImport.read')}
        </Button>
        {platform.isWeapp && (
          <Button variant="neutral" icon="scan" onClick={() => attempt(async () => read(await scanQrCode()))}>
            {t('profileImport.scan')}
          </Button>
        )}
        <Button variant="neutral" icon="link" onClick={() => attempt(async () => read(await pasteText()))}>
          {t('profileImport.paste')}
        </Button>
        <Button
          variant="neutral"
          icon="log"
          onClick={() =>
            attempt(async () => {
              const reading = await pickJsonText()
              if (reading) onReading(reading)
            })
          }
        >
          {t('profileImport.file')}
        </Button>
      </View>
    </Page>
  )
}
