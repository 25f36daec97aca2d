/** The clipboard of the system. Both are to be called in a tap. */
export interface ClipboardPort {
  /** @throws when the system or the person refuses */
  write(text: string): Promise<void>
  /** @throws when the system or the person refuses; H5 outside a secure context cannot read at all */
  read(): Promise<string>
}
