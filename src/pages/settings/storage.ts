import type { HistoryBudget, HistoryUsage } from '@/services/history/types'
import { thousands } from '@/i18n/format'
import type { Translate } from '@/i18n/t'

/** A part of the storage bar. */
export interface Share {
  key: string
  name: string
  bytes: number
  /** 1 to 8, as subscription colours are */
  color: number
}

/** Connections with a part of their own; the rest is one */
const named = 3
/** Green, brown, violet: far apart, and the order of the design */
const colors = [2, 3, 6, 4]

/** The largest connections, and the others together. */
export function sharesOf(usage: HistoryUsage, names: Readonly<Record<string, string>>, others: string): Share[] {
  const sorted = usage.connections.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
  const shares = sorted
    .slice(0, named)
    .map(({ profileId, bytes }) => ({ key: profileId, name: names[profileId] ?? others, bytes }))
  const rest = sorted.slice(named).reduce((sum, { bytes }) => sum + bytes, 0)
  if (rest > 0) shares.push({ key: '', name: others, bytes: rest })
  return shares.map((share, i) => ({ ...share, color: colors[i] ?? 1 }))
}

/** As the systems of phones count: 50,000,000 → `50 MB`, 6,230,000 → `6.2 MB` */
export function megabytes(bytes: number): string {
  const mega = bytes / 1_000_000
  const digits = mega >= 10 || mega === Math.trunc(mega) ? 0 : 1
  return mega > 0 && mega < 0.05 ? '< 0.1 MB' : `${mega.toFixed(digits)} MB`
}

const dayMs = 86_400_000

export const budgetChoices = [10, 25, 50, 100, 150].map((mega) => mega * 1_000_000)
/** 0: without a limit */
export const ageChoices = [0, 1, 7, 30, 90].map((days) => days * dayMs)
export const countChoices = [0, 5_000, 50_000, 500_000]

export const ageWords = (ms: number, t: Translate) =>
  ms === 0 ? t('storage.ageUnlimited') : t('storage.days', { n: ms / dayMs })

export const countWords = (count: number, t: Translate) =>
  count === 0 ? t('storage.countUnlimited') : t('storage.messages', { n: thousands(count) })

/** `7 天或 5,000 条` */
export function retentionWords({ maxAgeMs = 0, connectionEntries = 0 }: HistoryBudget, t: Translate): string {
  if (maxAgeMs === 0 && connectionEntries === 0) return t('storage.untilFull')
  if (maxAgeMs === 0) return countWords(connectionEntries, t)
  if (connectionEntries === 0) return ageWords(maxAgeMs, t)
  return t('storage.either', { age: ageWords(maxAgeMs, t), count: countWords(connectionEntries, t) })
}
