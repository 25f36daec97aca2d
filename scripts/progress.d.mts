export interface ProgressLine {
  show(text: string): void
  end(): void
}

/** One line that is written over on a terminal, and a new line every ten seconds where there is none. */
export function progressLine(print: (text: string) => void, stream?: NodeJS.WriteStream): ProgressLine
