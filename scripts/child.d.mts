export interface ChildOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  signal?: AbortSignal
  shell?: boolean
  onLine?: (line: string) => void
}

export interface ChildResult {
  code: number
  endedBy: NodeJS.Signals | null
  /** The last lines of both streams, for a failure's explanation */
  lines: string[]
}

/** Runs a command to its end. Rejects with the signal's reason when aborted, after the whole process group is gone. */
export function runChild(command: string, args: string[], options?: ChildOptions): Promise<ChildResult>
