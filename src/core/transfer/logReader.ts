import type { TimelineEntry } from '../message/message'
import { entryOf } from './record'

/** Lines longer than this are no entries: 16 MB of payload in base64, and room to spare. */
const maxLineLength = 24_000_000
const maxProblems = 20

/** What was found in a JSON Lines file so far. */
export interface LogFound {
  /** of the first line, where it has one */
  connection?: string
  entries: number
  /** lines that are no entries */
  bad: number
  /** the first of them; `line` is 1-based */
  problems: { line: number; problem: string }[]
}

/** Reads a JSON Lines file piece by piece; what is no entry is counted and told, and does not stop it. */
export class LogReader {
  readonly found: LogFound = { entries: 0, bad: 0, problems: [] }
  private rest = ''
  private line = 0
  /** in the middle of a line that is too long */
  private isSkipping = false

  /** @param firstId the first entry's; those after it have the next ones */
  constructor(private readonly firstId: number) {}

  /** @param text any part of the file, cut anywhere */
  push(text: string): TimelineEntry[] {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    const entries = lines.reduce<TimelineEntry[]>((all, line) => this.read(line, all), [])
    if (this.rest.length > maxLineLength) {
      this.isSkipping = true
      this.rest = ''
    }
    return entries
  }

  end(): TimelineEntry[] {
    const last = this.rest
    this.rest = ''
    return this.read(last, [])
  }

  private read(text: string, entries: TimelineEntry[]): TimelineEntry[] {
    this.line += 1
    const line = (this.line === 1 ? text.replace(/^\ufeff/, '') : text).trim()
    if (this.isSkipping || line.length > maxLineLength) {
      this.isSkipping = false
      this.reject('the line is too long')
    } else if (line !== '') this.readRecord(line, entries)
    return entries
  }

  private readRecord(line: string, entries: TimelineEntry[]): void {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (error) {
      return this.reject(error instanceof Error ? error.message : 'no JSON')
    }
    if (this.line === 1 && isAbout(value)) {
      if (typeof value.connection === 'string') this.found.connection = value.connection
      return
    }
    const entry = entryOf(value, this.firstId + this.found.entries)
    if ('problem' in entry) return this.reject(entry.problem)
    this.found.entries += 1
    entries.push(entry)
  }

  private reject(problem: string): void {
    this.found.bad += 1
    if (this.found.problems.length < maxProblems) this.found.problems.push({ line: this.line, problem })
  }
}

const isAbout = (value: unknown): value is { connection?: unknown } =>
  typeof value === 'object' && value !== null && (value as { homing?: unknown }).homing === 'log'
