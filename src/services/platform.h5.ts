/** Facts of the platform that the rules need. */
export const platform = {
  name: 'h5',
  pausesWhenHidden: false,
  maxSockets: Infinity,
  canVibrate: () => 'vibrate' in navigator,
} as const
