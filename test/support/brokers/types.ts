/** A real broker on loopback ports of its own, for one test file. */
export interface Broker {
  readonly kind: 'mosquitto' | 'aedes'
  /** `ws://127.0.0.1:<port>`; any path is accepted */
  readonly wsUrl: string
  /** `mqtt://127.0.0.1:<port>`: MQTT over plain TCP, and what a WebSocket client meets behind a wrong port */
  readonly tcpUrl: string
  readonly wsPort: number
  readonly tcpPort: number
  /**
   * Ends the process and leaves the ports closed until `restart()`. mosquitto saves its sessions on SIGTERM, the
   * default; SIGKILL loses acknowledged messages, which is the broker's loss and not the client's.
   */
  kill(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it again on the same ports; ends it by SIGTERM first if it runs. mosquitto keeps its sessions, aedes none. */
  restart(): Promise<void>
  /** Ends the process and removes its files. May be called twice. */
  stop(): Promise<void>
  /** What the broker has written, for the explanation of a failure */
  log(): string
}

export interface BrokerOptions {
  /** Without it everybody may come in */
  login?: { username: string; password: string }
  /** Listen on every address, for tests through the LAN address; loopback only by default */
  everywhere?: boolean
  /** More lines for mosquitto.conf; aedes has no such settings */
  mosquittoConfig?: string[]
}
