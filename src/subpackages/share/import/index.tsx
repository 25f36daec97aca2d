import '@/i18n/share/words'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { readImport, readImportParameter, type ImportReading } from '@/core/profile/importText'
import { takeOfferedText } from '@/features/transfer/offers'
import { AskForOffer } from './AskForOffer'
import { Preview } from './Preview'
import './index.css'

/** `?data=<shared profile>`: looked at first. Nothing is stored and nothing connects before a button is pressed. */
export default function ImportPage() {
  const { data } = useRouter().params
  const [reading, setReading] = useState<ImportReading | undefined>(() => {
    if (data !== undefined) return readImportParameter(decodeURIComponent(data))
    const text = takeOfferedText()
    return text === undefined ? undefined : readImport(text)
  })
  if (!reading || 'problem' in reading) return <AskForOffer problem={reading?.problem} onReading={setReading} />
  return <Preview reading={reading} />
}
