/** Small values under string keys (WeChat: 1 MB a key, 10 MB in all). Values are JSON. */
export interface StoragePort {
  /**
   * @returns the value, or undefined when there is none or it cannot be parsed
   * @throws AppError `storageFailed`: the platform forbids it
   */
  get(key: string): Promise<unknown>
  /** @throws AppError `storageFull` or `storageFailed`; the former value is kept then */
  set(key: string, value: unknown): Promise<void>
  remove(key: string): Promise<void>
  /** Keys that begin with the prefix, in no order */
  keys(prefix: string): Promise<string[]>
}
