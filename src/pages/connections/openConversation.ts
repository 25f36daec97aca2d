import Taro from '@tarojs/taro'
import { conversationUrl } from '@/features/messages/link'

export function openConversation(profileId: string): void {
  void Taro.navigateTo({ url: conversationUrl(profileId) })
}
