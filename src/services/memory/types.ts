/** The system runs short of memory: what can be had again should be let go of, or the app may be ended. */
export interface MemoryPort {
  /** @returns a function that ends the listening */
  onWarning(listener: () => void): () => void
}
