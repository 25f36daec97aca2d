import * as v from 'valibot'
import { services } from '../services'

/** What is stored of choices, apart from schemas: these bring their parsers along. */
const choiceRecord = v.object({
  profileId: v.string(),
  /** topics of these messages: a filter, or one topic */
  filter: v.string(),
  schemaId: v.string(),
  /** full name of the message */
  typeName: v.string(),
})

/** Which message the payloads of some topics are. */
export type SchemaChoice = v.InferOutput<typeof choiceRecord>

const KEY = 'schemas/choices'

/** @throws AppError `storageFailed` */
export async function readChoices(): Promise<SchemaChoice[]> {
  const choices = v.safeParse(v.array(choiceRecord), await services.storage.get(KEY))
  return choices.success ? choices.output : []
}

/** @throws AppError `storageFull`, `storageFailed` */
export function writeChoices(choices: readonly SchemaChoice[]): Promise<void> {
  return services.storage.set(KEY, choices)
}

/** Forgets the choices of profiles that are gone; before the schemas are loaded. @throws AppError as {@link writeChoices} */
export async function forgetChoices(isGone: (profileId: string) => boolean): Promise<void> {
  const choices = await readChoices()
  const left = choices.filter(({ profileId }) => !isGone(profileId))
  if (left.length < choices.length) await writeChoices(left)
}
