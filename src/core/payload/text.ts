import { characterBoundary, decodeUtf8Strict } from './utf8'

/** Bytes of a payload that a preview or a guess looks at, whatever its length. */
export const headBytes = 4_096

/** The first 4 KB as text. @returns undefined when they are not UTF-8, or hold characters that no text has */
export function headText(bytes: Uint8Array): string | undefined {
  const end = characterBoundary(bytes, headBytes)
  const text = decodeUtf8Strict(end === bytes.length ? bytes : bytes.subarray(0, end))
  return text === undefined || hasControls(text) ? undefined : text
}

/** C0 but for tab, line feed, form feed, carriage return and escape (terminal colours). */
function hasControls(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text)
}
