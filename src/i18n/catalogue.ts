import type { zhCN } from './zh-CN'

export type MessageKey = keyof typeof zhCN

/** What a language has to offer: the same keys. That the same parameters stand in them is a test. */
export type Catalogue = Record<MessageKey, string>

type ParamsIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsIn<Rest>
  : never

/** The parameters a key wants, as the rest of an argument list: none, or one object. */
export type ParamsOf<Key extends MessageKey> = [ParamsIn<(typeof zhCN)[Key]>] extends [never]
  ? []
  : [params: Record<ParamsIn<(typeof zhCN)[Key]>, string | number>]
