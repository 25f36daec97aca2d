import type { zhCN as about } from './about/zh-CN'
import type { zhCN as charts } from './charts/zh-CN'
import type { zhCN as codecs } from './codecs/zh-CN'
import type { zhCN as doctor } from './doctor/zh-CN'
import type { zhCN as frame } from './frame/zh-CN'
import type { zhCN as log } from './log/zh-CN'
import type { zhCN as saved } from './saved/zh-CN'
import type { zhCN as search } from './search/zh-CN'
import type { zhCN as share } from './share/zh-CN'
import type { zhCN as topics } from './topics/zh-CN'
import type { zhCN as transfer } from './transfer/zh-CN'
import type { zhCN as everywhere } from './zh-CN'

/** The main package's words, and those a subpackage brings along: `subpackages/doctor` speaks those of `i18n/doctor`. */
type Words = typeof everywhere &
  typeof about &
  typeof charts &
  typeof codecs &
  typeof doctor &
  typeof frame &
  typeof log &
  typeof saved &
  typeof search &
  typeof share &
  typeof topics &
  typeof transfer

export type MessageKey = keyof Words

type ParamsIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsIn<Rest>
  : never

/** The parameters a key wants, as the rest of an argument list: none, or one object. */
export type ParamsOf<Key extends MessageKey> = [ParamsIn<Words[Key]>] extends [never]
  ? []
  : [params: Record<ParamsIn<Words[Key]>, string | number>]
