import { validateFilter } from '@/core/topic/validate'
import { decodedParam } from '../params'

/** Filters stand one below the other in the address: what a filter may hold and this may not is a line break. */
const between = '\n'

/** The messages of a connection; with filters, of their topics alone. */
export function conversationUrl(profileId: string, filters: readonly string[] = []): string {
  const filter = filters.length > 0 ? `&filter=${encodeURIComponent(filters.join(between))}` : ''
  return `/pages/messages/index?profile=${encodeURIComponent(profileId)}${filter}`
}

/** What {@link conversationUrl} has put into the address; what is no filter is left out. */
export function conversationOf(params: Partial<Record<string, string>>): { profileId: string; filters: string[] } {
  const filters = decodedParam(params.filter).split(between)
  return { profileId: decodedParam(params.profile), filters: filters.filter(isFilter) }
}

const isFilter = (text: string) => text !== '' && !validateFilter(text).problem
