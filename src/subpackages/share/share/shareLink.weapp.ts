import { homingLink } from '@/core/profile/share'

/** To be pasted or scanned in the app: a mini-program has no address of its own. */
export const shareLink = (data: string): string => homingLink(data)
