/** How far a platform takes a password. */
export type VaultReach =
  /** encrypted on this device */
  | { kind: 'kept' }
  /** until the tab is closed, or encrypted on this device: the person decides */
  | { kind: 'choice' }
  /** until the app or the tab is closed, and why no longer */
  | { kind: 'session'; why: 'oldWeChat' | 'insecureContext' | 'noStorage' }
