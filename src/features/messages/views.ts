import * as v from 'valibot'
import { create } from 'zustand'
import { payloadFormats, type PayloadFormat } from '@/core/payload/formats'
import { services } from '../services'

const viewsSchema = v.object({
  /** by content type; the last chosen stands at the end */
  formats: v.record(v.string(), v.picklist(payloadFormats)),
  isComparing: v.boolean(),
})

type Views = v.InferOutput<typeof viewsSchema>

const KEY = 'payloadViews'
/** Content types are names that senders make up: without a bound they would be as many. */
const maxFormats = 60

const useViews = create<Views & { isLoaded: boolean }>(() => ({ formats: {}, isComparing: true, isLoaded: false }))

/** What the person chose last: the view by content type, and whether messages are compared. Undefined until it is read. */
export function usePayloadViews(): Views | undefined {
  const views = useViews()
  if (!views.isLoaded) void load()
  return views.isLoaded ? views : undefined
}

let loading: Promise<void> | undefined

function load(): Promise<void> {
  loading ??= services.storage
    .get(KEY)
    .catch(() => undefined)
    .then((stored) => {
      const views = v.safeParse(viewsSchema, stored)
      useViews.setState({ ...(views.success && views.output), isLoaded: true })
    })
  return loading
}

/** Remembers a view for a content type. That it cannot be stored is not worth an alarm. */
export function rememberFormat(contentType: string, format: PayloadFormat): void {
  const { [contentType]: _, ...others } = useViews.getState().formats
  const formats: Views['formats'] = {}
  for (const name of Object.keys(others).slice(1 - maxFormats)) formats[name] = others[name] ?? format
  formats[contentType] = format
  store({ formats })
}

export function setComparing(isComparing: boolean): void {
  store({ isComparing })
}

function store(patch: Partial<Views>): void {
  useViews.setState(patch)
  const { formats, isComparing } = useViews.getState()
  void services.storage.set(KEY, { formats, isComparing }).catch(() => undefined)
}
