import { useEffect, useMemo, useState } from 'react'
import type { Message } from '@/core/message/message'
import type { PayloadFormat } from '@/core/payload/formats'
import { beginReading, contentTypeOf, type BegunReading, type Reading } from './reading'

/** Of unpacking before the page may draw and be tapped again */
const sliceMs = 12
/** Between two figures of how far it is */
const tellEveryMs = 250

/**
 * A payload as it can be shown. What takes long to unpack is unpacked in slices, and no longer than the page is there:
 * a few kilobytes made for it keep a phone busy for seconds.
 */
export function useReading(message: Message, format: PayloadFormat | undefined): Reading {
  const { payload, topic } = message
  const contentType = contentTypeOf(message)
  const begun = useMemo(
    () => beginReading(message, format),
    // the message itself changes with its delivery, its bytes do not
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [payload, topic, contentType, format],
  )
  const [later, setLater] = useState<{ of: BegunReading; reading: Reading }>()
  useEffect(() => goOn(begun, (reading) => setLater({ of: begun, reading })), [begun])
  return later?.of === begun ? later.reading : begun.reading
}

/** @returns leaves it */
function goOn({ reading, rest }: BegunReading, tell: (reading: Reading) => void): () => void {
  if (!rest) return () => undefined
  let toldAt = Date.now()
  const slice = () => {
    const from = Date.now()
    let step = rest.next()
    while (!step.done && Date.now() - from < sliceMs) step = rest.next()
    if (step.done) return tell(step.value)
    timer = setTimeout(slice)
    if (from - toldAt < tellEveryMs) return
    toldAt = from
    tell({ ...reading, unpacked: step.value })
  }
  let timer = setTimeout(slice)
  return () => clearTimeout(timer)
}
