import type { TimelineEntry } from '../message/message'
import { encodeBase64 } from '../payload/base64'
import { decodeUtf8Strict } from '../payload/utf8'
import { isoTimeOf } from './isoTime'
import { recordOf } from './record'

export type LogFormat = 'jsonl' | 'json' | 'csv'

/** Text of a log file in pieces: `head`, one piece for each entry in order, `tail`. */
export interface LogWriter {
  head: string
  entry(entry: TimelineEntry): string
  tail: string
}

/** What a file says of itself. No address and no credentials: it is meant to be passed on. */
export interface LogAbout {
  /** name of the connection */
  connection: string
  /** epoch ms */
  exportedAt: number
}

/** Of the first line of a JSON Lines file, and of the outer object of a JSON file. */
const logVersion = 1

export function logWriter(format: LogFormat, { connection, exportedAt }: LogAbout): LogWriter {
  const about = JSON.stringify({ homing: 'log', version: logVersion, connection, exportedAt: isoTimeOf(exportedAt) })
  switch (format) {
    case 'jsonl':
      return { head: `${about}\n`, entry: (entry) => `${JSON.stringify(recordOf(entry))}\n`, tail: '' }
    case 'json': {
      let separator = '\n'
      const entry = (each: TimelineEntry) => {
        const text = separator + JSON.stringify(recordOf(each))
        separator = ',\n'
        return text
      }
      return { head: `${about.slice(0, -1)},"entries":[`, entry, tail: '\n]}\n' }
    }
    case 'csv':
      // spreadsheets take a file for UTF-8 by its byte order mark only
      return { head: `\ufeff${csvRow(columns)}`, entry: csvOf, tail: '' }
  }
}

const columns = [
  'time',
  'direction',
  'topic',
  'qos',
  'retain',
  'dup',
  'redelivered',
  'status',
  'bytes',
  'payload',
  'payload_base64',
  'properties',
]

function csvOf(entry: TimelineEntry): string {
  if (entry.direction === 'gap') {
    const { from, to, cause } = entry
    const until = to === undefined ? '' : isoTimeOf(to)
    return csvRow([
      isoTimeOf(entry.at),
      'gap',
      '',
      '',
      '',
      '',
      '',
      `${cause} ${isoTimeOf(from)}/${until}`,
      '',
      '',
      '',
      '',
    ])
  }
  const { at, direction, topic, qos, retain, payload } = entry
  const received = direction === 'received' ? entry : undefined
  const record = recordOf(entry)
  const properties = record.direction === 'received' && record.properties ? JSON.stringify(record.properties) : ''
  return csvRow([
    isoTimeOf(at),
    direction,
    harmless(topic),
    String(qos),
    flag(retain),
    flag(received?.dup),
    flag(received?.isRedelivered),
    entry.direction === 'sent' ? statusText(entry.status) : '',
    String(received?.omittedBytes ?? payload.length),
    harmless(decodeUtf8Strict(payload) ?? ''),
    encodeBase64(payload),
    properties,
  ])
}

type SentStatus = Extract<TimelineEntry, { direction: 'sent' }>['status']

const statusText = (status: SentStatus): string =>
  status.name === 'refused' ? `refused 0x${status.mqttCode.toString(16)}` : status.name

const flag = (is: boolean | undefined) => (is ? '1' : '')

/** A spreadsheet would run what a stranger has published: such text gets an apostrophe; `payload_base64` is exact. */
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) && !isFinite(Number(text)) ? `'${text}` : text)

/** RFC 4180 */
const csvRow = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`
const csvCell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)
