interface Words {
  'zh-CN': string
  en: string
}

/** What `GET /homing.json` answers: the profile the page opens with. The page checks it with a schema of its own. */
export interface DemoProfile {
  version: 1
  /** Stays the same, so that a page that comes back finds its profile again */
  id: string
  name: Words
  /** Relative to the page's location, or a ws:// or wss:// address */
  address: string
  protocolVersion: 4 | 5
  subscriptions: { filter: string; qos: 0 | 1 | 2; alias: Words }[]
  publish: { topic: string; payload: string; qos: 0 | 1 | 2 }
}

/** The profile for the embedded broker, or for `broker`. `prefix` stands before every topic. */
export function demoProfile(broker: string | undefined, prefix: string): DemoProfile {
  const root = `${prefix}greenhouse`
  return {
    version: 1,
    id: 'demo',
    name: { 'zh-CN': '温室演示', en: 'Greenhouse demo' },
    address: broker ?? '/mqtt',
    // aedes refuses MQTT 5
    protocolVersion: broker === undefined ? 4 : 5,
    subscriptions: [
      { filter: `${root}/+/env`, qos: 0, alias: { 'zh-CN': '环境', en: 'Climate' } },
      { filter: `${root}/+/alarm`, qos: 1, alias: { 'zh-CN': '告警', en: 'Alarms' } },
      { filter: `${root}/+/dev/#`, qos: 1, alias: { 'zh-CN': '设备', en: 'Devices' } },
      { filter: `${root}/+/cam/snap`, qos: 0, alias: { 'zh-CN': '照片', en: 'Pictures' } },
    ],
    publish: { topic: `${root}/1/cmd/fan`, payload: '{"fan":2,"speed":60}', qos: 1 },
  }
}
