/** States that no picture is taken of, and why: the gallery of the ui kit shows the components' own. */
export const notShown: readonly (readonly [state: string, why: string])[] = [
  ['a pressed row or button', 'it lasts as long as a finger; in the gallery'],
  ['a busy button', 'it lasts as long as a commit; in the gallery'],
  ['a message that is being sent', 'it lasts a round trip; in the gallery'],
  ['an unread badge of a paused connection', 'a paused connection receives nothing; in the gallery'],
  ['placeholders of connections and saved messages on H5', 'a browser has read its records before it draws'],
  ['a log file being read', 'it lasts as long as a file of some megabytes'],
  ['a full storage', 'a journey of its own: `npm test`, journeys'],
  ['the keyboard over a page', 'the system draws it, and neither the host nor Chromium has one'],
]
