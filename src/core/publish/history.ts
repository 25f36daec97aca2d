import * as v from 'valibot'

/** Bounds of what is remembered of a connection: well within a key of WeChat's storage. */
export const publishHistoryLimits = {
  topics: 30,
  messages: 30,
  /** characters: a longer message is not remembered */
  payload: 4_096,
  /** characters of all messages together */
  all: 40_000,
} as const

const publishedSchema = v.object({ topic: v.string(), payload: v.string() })

const publishHistorySchema = v.object({
  /** format of this record, for migration */
  version: v.literal(1),
  /** topics that were published to, the last first */
  topics: v.array(v.string()),
  /** texts that were published, the last first */
  messages: v.array(publishedSchema),
})

export type Published = v.InferOutput<typeof publishedSchema>
/** What was published from the bar of a connection, each once. */
export type PublishHistory = v.InferOutput<typeof publishHistorySchema>

export const noPublishHistory: PublishHistory = { version: 1, topics: [], messages: [] }

/** Reads a stored record; what is none, or of a later version, is no history. */
export function parsePublishHistory(record: unknown): PublishHistory {
  const parsed = v.safeParse(publishHistorySchema, record)
  return parsed.success ? parsed.output : noPublishHistory
}

/** @returns the history after one more message; the oldest go where there is no room */
export function withPublished(history: PublishHistory, { topic, payload }: Published): PublishHistory {
  const topics = [topic, ...history.topics.filter((each) => each !== topic)].slice(0, publishHistoryLimits.topics)
  if (payload === '' || payload.length > publishHistoryLimits.payload) return { ...history, topics }
  const others = history.messages.filter((each) => !isSame(each, { topic, payload }))
  let room = publishHistoryLimits.all
  const messages = [{ topic, payload }, ...others].slice(0, publishHistoryLimits.messages).filter((each) => {
    room -= each.payload.length
    return room >= 0
  })
  return { ...history, topics, messages }
}

/** @returns the history without a topic and what was published to it */
export function withoutTopic(history: PublishHistory, topic: string): PublishHistory {
  const topics = history.topics.filter((each) => each !== topic)
  return { ...history, topics, messages: history.messages.filter((each) => each.topic !== topic) }
}

/** @returns the history without a message; its topic stays */
export function withoutMessage(history: PublishHistory, message: Published): PublishHistory {
  return { ...history, messages: history.messages.filter((each) => !isSame(each, message)) }
}

const isSame = (a: Published, b: Published) => a.topic === b.topic && a.payload === b.payload
