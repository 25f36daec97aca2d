import * as v from 'valibot'
import { isSameSeries, type SeriesRef } from '@/core/chart/series'
import { services } from '../services'

/** Lines of one chart. */
export const maxLines = 8
/** What a person has put together for a connection; the last used stays */
const maxSets = 12

const lineSchema = v.object({
  topic: v.string(),
  path: v.string(),
  color: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
})
const setsSchema = v.object({ version: v.literal(1), sets: v.array(v.array(lineSchema)) })

export type ChosenLine = v.InferOutput<typeof lineSchema>

const CHART = 'chart/'
const key = (profileId: string) => CHART + profileId

/** The last used first. Never rejects: without a storage nothing was remembered. */
async function loadSets(profileId: string): Promise<ChosenLine[][]> {
  const stored = v.safeParse(setsSchema, await services.storage.get(key(profileId)).catch(() => undefined))
  return stored.success ? stored.output.sets.filter((set) => set.length > 0).map((set) => set.slice(0, maxLines)) : []
}

/** The lines that were last shown with one, or last of all when none is given. */
export async function chosenLines(profileId: string, first: SeriesRef | undefined): Promise<ChosenLine[]> {
  const sets = await loadSets(profileId)
  const set = first ? sets.find((lines) => lines.some((line) => isSameSeries(line, first))) : sets[0]
  if (!first) return set ?? []
  const own = set?.find((line) => isSameSeries(line, first)) ?? { ...first, color: 1 }
  return [own, ...(set ?? []).filter((line) => !isSameSeries(line, first))]
}

/** @throws AppError `storageFull`, `storageFailed` */
export async function rememberLines(profileId: string, lines: readonly ChosenLine[]): Promise<void> {
  const sets = await loadSets(profileId)
  const others = sets.filter((set) => !set.some((line) => lines.some((mine) => isSameSeries(mine, line))))
  const next = lines.length > 0 ? [[...lines], ...others] : others
  await services.storage.set(key(profileId), { version: 1, sets: next.slice(0, maxSets) })
}

/** Forgets the charts of profiles that are gone. @throws AppError `storageFailed` */
export async function forgetCharts(isGone: (profileId: string) => boolean): Promise<void> {
  for (const each of await services.storage.keys(CHART)) {
    if (isGone(each.slice(CHART.length))) await services.storage.remove(each)
  }
}

/** The first colour that no line has. */
export function freeColor(lines: readonly { color: number }[]): number {
  // in the order of the drawings: teal, blue, orange …
  const order = [1, 6, 2, 3, 4, 5, 0, 7]
  return order.find((color) => !lines.some((line) => line.color === color)) ?? 0
}
