import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { answerFanCommand } from './fan'
import { greenhousePicture } from './png'
import { randomWalk, seededRandom } from './randomWalk'

/** How often the devices speak, in milliseconds. */
export interface DevicePace {
  environmentMs: number
  firstAlarmMs: number
  /** Alarms come between once and twice and a bit this far apart */
  alarmMs: number
  pictureMs: number
}

export const DEFAULT_PACE: DevicePace = { environmentMs: 2000, firstAlarmMs: 8000, alarmMs: 40_000, pictureMs: 20_000 }

export interface DeviceOptions {
  /** mqtt://, ws:// or wss:// */
  url: string
  /** Stands before every topic; on a broker shared with strangers something random */
  prefix: string
  seed: number
  pace?: Partial<DevicePace>
  print: (text: string) => void
}

export interface Devices {
  stop(): Promise<void>
}

const ALARMS = [
  { code: 'E-204', lv: 2, msg: '补光灯 3 过流' },
  { code: 'W-117', lv: 1, msg: '2 号灌溉阀响应慢' },
  { code: 'E-310', lv: 3, msg: '东侧天窗未关严，风速 9.6 m/s' },
  { code: 'W-121', lv: 1, msg: '土壤湿度低于 25%' },
]
const GATEWAY_FIRMWARE = '2.4.1'
const GOODBYE_MS = 1000

type Stoppable = () => void

function every(intervalMs: number, act: () => void): Stoppable {
  const timer = setInterval(act, intervalMs)
  return () => clearInterval(timer)
}

function publishEnvironment(client: MqttClient, root: string, pace: DevicePace, random: () => number): Stoppable {
  const temp = randomWalk({ start: 24.6, min: 16, max: 34, step: 0.3, decimals: 1 }, random)
  const hum = randomWalk({ start: 61, min: 35, max: 92, step: 0.9, decimals: 1 }, random)
  const co2 = randomWalk({ start: 620, min: 400, max: 1400, step: 14, decimals: 0 }, random)
  const lux = randomWalk({ start: 12_400, min: 800, max: 42_000, step: 420, decimals: 0 }, random)
  const publish = () => {
    if (!client.connected) return
    client.publish(`${root}/env`, JSON.stringify({ temp: temp(), hum: hum(), co2: co2(), lux: lux() }))
  }
  client.once('connect', publish)
  return every(pace.environmentMs, publish)
}

function publishAlarms(client: MqttClient, root: string, pace: DevicePace, random: () => number): Stoppable {
  let count = 0
  let timer: NodeJS.Timeout
  const publish = () => {
    if (client.connected) {
      client.publish(`${root}/alarm`, JSON.stringify(ALARMS[count % ALARMS.length]), { qos: 1 })
      count += 1
    }
    timer = setTimeout(publish, pace.alarmMs * (1 + random() * 1.25))
  }
  timer = setTimeout(publish, pace.firstAlarmMs)
  return () => clearTimeout(timer)
}

function publishPictures(client: MqttClient, root: string, pace: DevicePace, random: () => number): Stoppable {
  const publish = () => {
    if (client.connected) client.publish(`${root}/cam/snap`, greenhousePicture(0.4 + 0.6 * random(), random))
  }
  client.once('connect', publish)
  return every(pace.pictureMs, publish)
}

function runFan(client: MqttClient, root: string): void {
  const commandTopic = `${root}/cmd/fan`
  client.on('connect', () => client.subscribe(commandTopic, { qos: 1 }))
  client.on('message', (topic, payload) => {
    if (topic !== commandTopic) return
    client.publish(`${root}/dev/fan-2/state`, JSON.stringify(answerFanCommand(payload.toString())), { qos: 1 })
  })
}

/** Starts the greenhouse, its gateway, its camera and a fan that obeys, each a client of the broker. */
export function startDevices(options: DeviceOptions): Devices {
  const { url, prefix, print } = options
  const pace = { ...DEFAULT_PACE, ...options.pace }
  const random = seededRandom(options.seed)
  const root = `${prefix}greenhouse/1`
  const statusTopic = `${root}/dev/gw-02/status`
  const status = (online: boolean) => JSON.stringify({ online, fw: GATEWAY_FIRMWARE })

  let hasComplained = false
  const join = (name: string, more: IClientOptions = {}) => {
    // two demos on one broker must not take over each other's clients
    const clientId = `homing-${name}-${Math.random().toString(16).slice(2, 10)}`
    const client = connect(url, { clientId, protocolVersion: 4, keepalive: 30, reconnectPeriod: 2000, ...more })
    client.on('connect', () => (hasComplained = false))
    client.on('error', (error) => {
      if (!hasComplained)
        print(`The simulated devices cannot reach ${url}: ${error.message || 'no answer'}. They keep trying.`)
      hasComplained = true
    })
    return client
  }

  const greenhouse = join('greenhouse')
  const camera = join('camera')
  const fan = join('fan')
  const will = { topic: statusTopic, payload: Buffer.from(status(false)), qos: 1 as const, retain: true }
  const gateway = join('gateway', { will })
  gateway.on('connect', () => gateway.publish(statusTopic, status(true), { qos: 1, retain: true }))
  runFan(fan, root)
  const clients = [greenhouse, camera, fan, gateway]
  const stops = [
    publishEnvironment(greenhouse, root, pace, random),
    publishAlarms(greenhouse, root, pace, random),
    publishPictures(camera, root, pace, random),
  ]

  return {
    async stop() {
      for (const stopOne of stops) stopOne()
      // an empty retained message leaves nothing behind on somebody's broker
      if (gateway.connected) {
        await within(GOODBYE_MS, gateway.publishAsync(statusTopic, '', { qos: 1, retain: true }))
      }
      await Promise.all(clients.map((client) => within(GOODBYE_MS, client.endAsync(true))))
    },
  }
}

async function within(limitMs: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise((resolve) => (timer = setTimeout(resolve, limitMs)))
  await Promise.race([promise.catch(() => undefined), limit])
  clearTimeout(timer)
}
