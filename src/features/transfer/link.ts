import Taro from '@tarojs/taro'
import type { Message } from '@/core/message/message'
import { handOver } from './handover'

/** The page that exports a connection's stored messages. */
export function openExport(profileId: string): void {
  void Taro.navigateTo({ url: `/subpackages/transfer/export/index?profile=${encodeURIComponent(profileId)}` })
}

/** The page that exports a few messages of a connection. */
export function openExportOf(profileId: string, messages: readonly Message[]): void {
  handOver(profileId, messages)
  openExport(profileId)
}

/** The page that shows somebody's exported log. */
export function openLogFile(): void {
  void Taro.navigateTo({ url: '/subpackages/transfer/log/index' })
}
