import { readFileSync } from 'node:fs'
import { Feeder, idle, keyOf, type Load } from './feed'
import { receiveWithMqttJs } from './mqttjs'
import type { Hears, Receiver } from './receiver'
import { sharesOf } from './stages'

/** Of one load, CPU per message in µs for each round, and where ours goes */
export interface Figures {
  load: string
  /** of handing over frames to somebody who ignores them: part of both */
  feeding: number[]
  mqttjs: number[]
  ours: number[]
  shares: Record<string, number>
}

/** `node child.js <bundle of ours> <messages> <rounds>`: prints figures as JSON. */
async function main(): Promise<void> {
  const [, , file = '', count = '20000', rounds = '7'] = process.argv
  // what is not compiled is WeChat's, which has none
  if (process.execArgv.includes('--jitless')) Reflect.deleteProperty(globalThis, 'TextDecoder')
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- made just before, and a module of its own in a profile
  const { receiveWithOurs } = require(file) as { receiveWithOurs: (hears: Hears) => Receiver }
  const all: Figures[] = []
  for (const qos of [0, 1] as const) {
    for (const perFrame of [1, 16]) {
      all.push(await measure({ qos, perFrame, count: Number(count) }, Number(rounds), receiveWithOurs, file))
    }
  }
  process.stdout.write(JSON.stringify(all))
  process.exit()
}

async function measure(
  load: Load,
  rounds: number,
  receiveWithOurs: (hears: Hears) => Receiver,
  file: string,
): Promise<Figures> {
  const [nobody, mqttjs, ours] = [
    await Feeder.connect(idle),
    await Feeder.connect(receiveWithMqttJs),
    await Feeder.connect(receiveWithOurs),
  ]
  const warmUp = { ...load, count: Math.ceil(load.count / 2) }
  for (const feeder of [nobody, mqttjs, ours]) await feeder.run(warmUp)
  const figures: Figures = { load: keyOf(load), feeding: [], mqttjs: [], ours: [], shares: {} }
  for (let round = 0; round < rounds; round += 1) {
    figures.feeding.push(await nobody.run(load))
    figures.mqttjs.push(await mqttjs.run(load))
    figures.ours.push(await ours.run(load))
  }
  figures.shares = await sharesOf(readFileSync(file, 'utf8'), file, () => ours.run(load))
  for (const feeder of [nobody, mqttjs, ours]) feeder.end()
  return figures
}

void main()
