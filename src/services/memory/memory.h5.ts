import type { MemoryPort } from './types'

/** Browsers give no warning. */
export const memory: MemoryPort = { onWarning: () => () => undefined }
