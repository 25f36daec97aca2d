/* eslint-disable no-restricted-globals -- Date is used as a calendar only; nothing here asks what time it is */

/** The farthest a Date goes, either way. https://tc39.es/ecma262/#sec-time-values-and-time-range */
const maxTimeMs = 8.64e15

/** @param ms epoch ms; beyond what has a name, the farthest that has: a damaged time is no reason to lose the message */
export const isoTimeOf = (ms: number): string => new Date(Math.max(-maxTimeMs, Math.min(maxTimeMs, ms))).toISOString()

/** @returns epoch ms, NaN when the text is no time */
export const parseIsoTime = (text: string): number => Date.parse(text)
