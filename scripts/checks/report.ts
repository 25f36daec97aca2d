/** What a check of scripts/checks found. */
export interface Report {
  /** One line for the summary, with the figures. */
  summary: string
  /** Each a reason to fail, with the place. */
  failures: string[]
}

export const inKb = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`
