import { useState } from 'react'
import type { ImportReading } from '@/core/profile/importText'
import type { OfferedProfile } from '@/core/profile/offered'
import { OfferList } from './OfferList'
import { OfferView } from './OfferView'
import { useOfferedMessages } from './useOfferedMessages'

/** A row costs about a kilobyte of `setData`. */
const rowsAtOnce = 30

/** What was found: one connection, or a list of which each can be looked at. What was decided is not forgotten meanwhile. */
export function Preview({ reading }: { reading: Exclude<ImportReading, { problem: unknown }> }) {
  const { offers, source, messages, ignored = [] } = reading
  const [chosen, setChosen] = useState<number>()
  const [shown, setShown] = useState(rowsAtOnce)
  const [stored, setStored] = useState<readonly OfferedProfile[]>([])
  const kept = useOfferedMessages(messages)
  const isOne = offers.length === 1
  const offer = isOne ? offers[0] : offers[chosen ?? -1]
  if (offer) {
    return (
      <OfferView
        key={chosen ?? 0}
        offer={offer}
        source={source}
        kept={kept}
        ignored={isOne ? [...offer.ignored, ...ignored] : offer.ignored}
        onBack={isOne ? undefined : () => setChosen(undefined)}
      />
    )
  }
  return (
    <OfferList
      {...{ offers, kept, ignored, shown, stored }}
      onMore={() => setShown(shown + rowsAtOnce)}
      onStored={(done) => setStored((old) => [...old, ...done])}
      onChoose={setChosen}
    />
  )
}
