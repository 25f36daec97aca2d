/** A failure whose message says everything a person needs: shown without a stack. Recognised by `name`. */
export class ExplainedError extends Error {}
