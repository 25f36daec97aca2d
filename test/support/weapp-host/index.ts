export { startWeapp, type WeappHost } from './host'
export { absentGlobals } from './realm'
export type * from './types'
