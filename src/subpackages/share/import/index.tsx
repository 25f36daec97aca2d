import '@/i18n/share/words'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { readImport, readImportParameter, type ImportReading } from '@/core/profile/importText'
import { takeOfferedText } from '@/features/transfer/offers'
import { AskForOffer } from './AskForOffer'
import { OfferList } from './OfferList'
import { OfferView } from './OfferView'
import './index.css'

/** `?data=<shared profile>`: looked at first. Nothing is stored and nothing connects before a button is pressed. */
export default function ImportPage() {
  const { data } = useRouter().params
  const [reading, setReading] = useState<ImportReading | undefined>(() => {
    if (data !== undefined) return readImportParameter(decodeURIComponent(data))
    const text = takeOfferedText()
    return text === undefined ? undefined : readImport(text)
  })
  const [chosen, setChosen] = useState<number>()
  if (!reading || 'problem' in reading) return <AskForOffer problem={reading?.problem} onReading={setReading} />
  const { offers, source, messages, ignored = [] } = reading
  if (offers.length > 1 && chosen === undefined) {
    return <OfferList {...{ offers, messages, ignored }} onChoose={setChosen} />
  }
  const offer = offers[chosen ?? 0] ?? offers[0]
  return (
    <OfferView
      key={chosen ?? 0}
      offer={offer}
      source={source}
      messages={offers.length > 1 ? [] : messages}
      onBack={offers.length > 1 ? () => setChosen(undefined) : undefined}
    />
  )
}
