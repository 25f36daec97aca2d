/**
 * Text without the difference of upper and lower case, unit for unit: what stands at an index stands there in the
 * original, too. Folding the parts of a text folds the text.
 */
export function fold(text: string): string {
  // the only letter whose lower case is longer
  const plain = text.indexOf('\u0130') < 0 ? text : text.replace(/\u0130/g, 'i')
  const lower = plain.toLowerCase()
  // Σ becomes ς at the end of a word and σ elsewhere
  return lower.indexOf('\u03c2') < 0 ? lower : lower.replace(/\u03c2/g, '\u03c3')
}
