/**
 * Append-only text files (WeChat: files under `USER_DATA_PATH`, 200 MB; H5: IndexedDB). A file is a list of blocks;
 * a block is there whole or not at all, also after the app was killed while it was written.
 */
export interface FilesPort {
  /**
   * Adds a block at the end, and makes the file if there is none. Appends to one file must not overlap.
   * @param block text without line feeds
   * @throws AppError `storageFull` or `storageFailed`; the block may be there or not, blocks before it are untouched
   */
  append(path: string, block: string): Promise<void>
  /** Blocks in order, without a torn one; none where there is no file. @throws AppError `storageFailed` */
  read(path: string): Promise<string[]>
  /** Paths that begin with the prefix, sorted. @throws AppError `storageFailed` */
  list(prefix: string): Promise<string[]>
  /** No error where there is no file. @throws AppError `storageFailed` */
  remove(path: string): Promise<void>
}
