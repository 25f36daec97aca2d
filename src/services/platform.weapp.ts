/** Facts of the platform that the rules need. */
export const platform = { name: 'weapp', pausesWhenHidden: true } as const
