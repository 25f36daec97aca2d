/**
 * A failure whose message says everything a person needs: shown without a stack.
 * Recognised by name, for this file is loaded both as ESM and through tsx.
 */
export class ExplainedError extends Error {
  name = 'ExplainedError'
}
