import type { VaultReach } from '@/core/profile/vaultReach'

/** The passwords of connections, under their profiles' IDs: nowhere else is one stored. */
export interface VaultPort {
  /** How far this platform takes a password, here and now */
  reach(): VaultReach
  /**
   * Never rejects: one that is torn, lost or cannot be read is as one that never was. The person is asked for it.
   * @returns undefined when there is none
   */
  get(id: string): Promise<string | undefined>
  /**
   * @param isKept over the end of the session, where that is a choice
   * @throws AppError `storageFull`, `storageFailed`; the former one holds then
   */
  set(id: string, password: string, isKept: boolean): Promise<void>
  /** @throws AppError `storageFailed` */
  remove(id: string): Promise<void>
  /** Removes all. @throws AppError `storageFailed` */
  clear(): Promise<void>
  /** Whose passwords there are, in no order. @throws AppError `storageFailed` */
  ids(): Promise<string[]>
  /**
   * Called with what another tab has set or removed; the tabs that are open tell what they have to one that begins to
   * listen. @returns ends the listening
   */
  onChange(listener: (id: string, password: string | undefined) => void): () => void
}
