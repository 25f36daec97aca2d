/** Something that takes the bytes of a socket. */
export interface Receiver {
  connect(connack: Uint8Array): Promise<void>
  receive(frame: Uint8Array): void
  end(): void
}

export interface Hears {
  written(bytes: Uint8Array): void
  message(payload: Uint8Array): void
}
