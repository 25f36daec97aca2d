export interface StartOptions {
  port: number
  host: string
  broker: string | undefined
  devices: boolean
  help: boolean
}

export const HELP: string

/** Reads the command line of `npm start`. Throws {@link ExplainedError}. */
export function parseOptions(argv: string[]): StartOptions
