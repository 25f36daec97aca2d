/** Files that go out of the app or come into it, by the person's own hand. */
export interface DocumentsPort {
  /** Begins a file; what an earlier one left is removed. @throws AppError `storageFailed` */
  create(name: string, mimeType: string): Promise<OutgoingDocument>
  /**
   * Lets the person choose one file. To be called in a tap: systems ask no one without.
   * @param extensions without the dot
   * @returns undefined when nothing was chosen; some browsers never answer then
   * @throws AppError `fileFailed`
   */
  pick(extensions: readonly string[]): Promise<IncomingDocument | undefined>
}

/** Written piece by piece, so that it need not fit in memory. Calls must not overlap. */
export interface OutgoingDocument {
  /** @throws AppError `storageFull`, `storageFailed` */
  write(text: string): Promise<void>
  /** UTF-8, so far */
  readonly bytes: number
  /**
   * Gives the whole file to the person: WeChat asks whom to send it to, H5 saves it. To be called in a tap.
   * @returns false when the person changed their mind
   * @throws AppError `fileFailed`
   */
  give(): Promise<boolean>
  /** The file is of no use any more. Never rejects. */
  discard(): Promise<void>
}

export interface IncomingDocument {
  readonly name: string
  readonly bytes: number
  /** @returns less than `length` bytes at the end only. @throws AppError `fileFailed` */
  read(offset: number, length: number): Promise<Uint8Array>
}
