import { loadedPhone, type LoadCost } from '../support/app/messageLoad'
import { startMosquitto } from '../support/brokers/mosquitto'
import { judge, printTable } from './figures'

/** What drawing costs the mini-program: calls of `setData` and the bytes of the greatest one, on the message page. */

const MAX_CALLS_PER_SECOND = 10
const MAX_BYTES = 32 * 1024

async function main(): Promise<void> {
  const broker = await startMosquitto()
  const phone = await loadedPhone(broker)
  try {
    const few = await phone.load(2, 20)
    const many = await phone.load(100, 1_000)
    // the app leaves the broker when it has been hidden for three seconds
    await phone.hide()
    const hidden = await phone.load(100, 250)

    const row = (what: string, { messages, seconds, calls, bytes, largest }: LoadCost) => {
      const each = calls === 0 ? '-' : (bytes / calls).toFixed(0)
      return [what, String(messages), (calls / seconds).toFixed(1), each, calls === 0 ? '-' : String(largest)]
    }
    printTable(
      ['messages', 'sent', 'setData/s', 'bytes each', 'largest so far'],
      [row('2 per second', few), row('100 per second', many), row('100 per second, hidden', hidden)],
    )
    judge('setData/s at 2 per second', few.calls / few.seconds, MAX_CALLS_PER_SECOND)
    judge('setData/s at 100 per second', many.calls / many.seconds, MAX_CALLS_PER_SECOND)
    judge('largest setData', Math.max(few.largest, many.largest) / 1024, MAX_BYTES / 1024, ' KB')
    judge('setData while hidden', hidden.calls, 0)
  } finally {
    await phone.stop()
    await broker.stop()
  }
}

void main()
