import Taro from '@tarojs/taro'
import { create } from 'zustand'

/** A subtree that the message page of a profile shows alone, whatever it has subscribed to. */
const useFilters = create<Record<string, string | undefined>>(() => ({}))

export function useTopicFilter(profileId: string): string | undefined {
  return useFilters((filters) => filters[profileId])
}

/** @param filter undefined shows all again */
export function setTopicFilter(profileId: string, filter: string | undefined): void {
  useFilters.setState({ [profileId]: filter })
}

/** Opens the tree of a profile on a page of its own. */
export function openTopicTree(profileId: string): void {
  void Taro.navigateTo({ url: `/subpackages/topics/tree/index?profile=${encodeURIComponent(profileId)}` })
}
