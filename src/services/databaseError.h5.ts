import { AppError } from '@/core/errors'

/** The name of what a browser's database has thrown. */
export const nameOf = (cause: unknown) => String((cause as { name?: unknown } | undefined)?.name)

/** `storageFull` or `storageFailed`. */
export const databaseError = (cause: unknown) =>
  cause instanceof AppError
    ? cause
    : new AppError(/quota/i.test(nameOf(cause)) ? 'storageFull' : 'storageFailed', { cause })
