import { homingLink, type SharedProfile } from '@/core/profile/share'

/** To be pasted or scanned in the app: a mini-program has no address of its own. */
export const shareLink = (shared: Pick<SharedProfile, 'version' | 'data'>): string => homingLink(shared)
