import Taro from '@tarojs/taro'
import { savedLimits, type SavedMessage } from '@/core/collections/savedMessage'
import { escapeTemplate } from '@/core/collections/template'

type Content = Pick<SavedMessage, 'topic' | 'payload' | 'qos' | 'retain'>

let pending: Content | undefined

/** Whether a message has a topic and is short enough to be kept. */
export function canSave({ topic, payload }: Pick<Content, 'topic' | 'payload'>): boolean {
  const isShort =
    escapeTemplate(topic).length <= savedLimits.topic && escapeTemplate(payload).length <= savedLimits.payload
  return topic !== '' && isShort
}

/** Opens the form of a saved message, or of a new one in a folder. */
export function openSavedEdit({ id, folder }: { id?: string; folder?: string } = {}): void {
  const query = id !== undefined ? `?id=${id}` : folder ? `?folder=${encodeURIComponent(folder)}` : ''
  void Taro.navigateTo({ url: `/subpackages/saved/edit/index${query}` })
}

/**
 * Opens the form with a message.
 * @param isTyped by a person, who may have meant variables; braces in what was sent or received are none
 */
export function saveAsNew({ topic, payload, qos, retain }: Content, isTyped: boolean): void {
  const own = isTyped ? { topic, payload } : { topic: escapeTemplate(topic), payload: escapeTemplate(payload) }
  pending = { ...own, qos, retain }
  void Taro.navigateTo({ url: '/subpackages/saved/edit/index' })
}

/** What {@link saveAsNew} has handed over, once. */
export function takeSaved(): Content | undefined {
  const taken = pending
  pending = undefined
  return taken
}
