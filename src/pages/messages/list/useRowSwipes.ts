import { isSettled } from '@/features/messages/kept'
import { useT } from '@/ui/language'
import type { SwipeAction } from '@/ui/SwipeRow'
import type { Picked } from '../selection/useSelection'

/** Stays the same between drawings */
export type OnSwipe = (what: 'keep' | 'delete', picked: Picked) => void

const none: readonly SwipeAction[] = []

/** What a row offers when it is swept to the left: the commonest of what a long press asks. */
export function useRowSwipes(onSwipe: OnSwipe, isPicking: boolean) {
  const t = useT()
  return (picked: Picked, isKept: boolean): readonly SwipeAction[] => {
    if (isPicking || !isSettled(picked.message)) return none
    return [
      { icon: 'pin', label: t(isKept ? 'keep.end' : 'keep.do'), onClick: () => onSwipe('keep', picked) },
      { icon: 'trash', label: t('common.delete'), isBad: true, onClick: () => onSwipe('delete', picked) },
    ]
  }
}
