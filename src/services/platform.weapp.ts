/** Facts of the platform that the rules need. */
export const platform = {
  name: 'weapp',
  pausesWhenHidden: true,
  maxSockets: 5,
  canVibrate: () => true,
} as const
