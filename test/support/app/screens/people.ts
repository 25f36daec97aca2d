import type { SavedMessage } from '../../../../src/core/collections/savedMessage'
import type { Profile, WantedSubscription } from '../../../../src/core/profile/profile'
import type { Language } from '../../../../src/i18n/t'
import type { StageName } from './types'

/** Addresses as they are in a house; the worlds lead them to ports of this machine. */
export const hosts = {
  greenhouse: '192.168.1.20:8083',
  line: '192.168.1.31:8083',
  home: '192.168.1.5:8083',
  cold: '192.168.1.44:8083',
  gate: '192.168.1.60:8083',
  strict: '192.168.1.61:8083',
} as const

const words = {
  'zh-CN': {
    greenhouse: '温室一号',
    line: '三号线网关',
    home: 'Home Assistant',
    cold: '仓库冷链',
    board: 'ESP32 实验板',
    emqx: 'EMQX 公共测试',
    env: '环境',
    alarm: '报警',
    device: '设备状态',
    camera: '相机',
    system: '系统',
    beat: '心跳',
    fan: '设置风机转速',
    fanAsk: '风机',
    speedAsk: '转速',
    ping: '心跳',
    reboot: '重启网关',
    clear: '清除保留消息',
    folders: ['温室', '产线', '调试'],
    overload: '补光灯 3 过流',
    valve: '2 号灌溉阀响应慢',
  },
  en: {
    greenhouse: 'Greenhouse 1',
    line: 'Line 3 gateway',
    home: 'Home Assistant',
    cold: 'Cold store',
    board: 'ESP32 test board',
    emqx: 'EMQX public test',
    env: 'Climate',
    alarm: 'Alarms',
    device: 'Devices',
    camera: 'Cameras',
    system: 'System',
    beat: 'Heartbeat',
    fan: 'Set fan speed',
    fanAsk: 'Fan',
    speedAsk: 'Speed',
    ping: 'Heartbeat',
    reboot: 'Restart gateway',
    clear: 'Clear retained',
    folders: ['Greenhouse', 'Line 3', 'Debugging'],
    overload: 'Grow light 3 over current',
    valve: 'Irrigation valve 2 responds slowly',
  },
} as const

export type Words = (typeof words)[Language]

/** What people and devices call things. */
export const wordsOf = (language: Language): Words => words[language]

const filter = (name: string, alias: string, color: number, qos: 0 | 1 | 2, isEnabled = true): WantedSubscription => {
  return { filter: name, alias, color, qos, isEnabled }
}

const profile = (id: string, url: string, more: Partial<Profile>): Profile => ({
  version: 1,
  id,
  name: id,
  url,
  protocolVersion: 5,
  clientId: `homing-${id}`,
  username: '',
  password: '',
  keepSession: true,
  sessionExpirySeconds: 3_600,
  // no ping of its own: the clock of a world leaps
  keepAliveSeconds: 0,
  unknownRule: 'ask',
  isPaused: false,
  subscriptions: [],
  draft: { topic: '', payload: '', qos: 1, retain: false },
  ...more,
})

/** In the person's order: one works, one is silent, one refuses TCP, one refuses the password, one is idle, one paused. */
export function profilesOf(language: Language): Profile[] {
  const w = wordsOf(language)
  return [
    profile('greenhouse', `ws://${hosts.greenhouse}/mqtt`, {
      name: w.greenhouse,
      clientId: 'homing-7f3a9c',
      subscriptions: [
        filter('greenhouse/+/env', w.env, 1, 0),
        filter('greenhouse/+/alarm', w.alarm, 2, 1),
        filter('greenhouse/1/dev/#', w.device, 5, 1),
        filter('greenhouse/1/cam/+', w.camera, 6, 0),
        filter('$SYS/#', w.system, 3, 0, false),
      ],
      draft: { topic: 'greenhouse/1/cmd/fan', payload: '', qos: 1, retain: false },
    }),
    profile('line', `ws://${hosts.line}/mqtt`, { name: w.line, subscriptions: [filter('line3/#', w.alarm, 2, 1)] }),
    profile('home', `ws://${hosts.home}/mqtt`, { name: w.home, subscriptions: [filter('home/#', '', 6, 0)] }),
    profile('cold', `ws://${hosts.cold}/mqtt`, {
      name: w.cold,
      username: 'reader',
      password: 'outdated',
      subscriptions: [filter('cold/#', '', 3, 1)],
    }),
    profile('board', `ws://${hosts.greenhouse}/board`, {
      name: w.board,
      subscriptions: [filter('esp32/#', w.beat, 4, 0)],
    }),
    profile('emqx', 'wss://broker.emqx.io:8084/mqtt', {
      name: w.emqx,
      isPaused: true,
      subscriptions: [filter('homing-4b1f/#', '', 5, 0)],
    }),
  ]
}

/** Messages somebody keeps to send again, in three folders. */
export function savedOf(language: Language): SavedMessage[] {
  const w = wordsOf(language)
  const [greenhouse, line, debugging] = w.folders
  const saved = (id: string, name: string, folder: string, more: Partial<SavedMessage>): SavedMessage => {
    const empty = { topic: 'greenhouse/1/cmd/fan', payload: '', qos: 1, retain: false, mustConfirm: false } as const
    return { version: 1, id, name, folder, ...empty, ...more }
  }
  return [
    saved('fan', w.fan, greenhouse, {
      payload: `{"fan":{{${w.fanAsk}: 1|2|3}},"speed":{{${w.speedAsk}: 0..100}},"at":{{now}}}`,
    }),
    saved('ping', w.ping, greenhouse, {
      topic: 'greenhouse/1/phone/ping',
      payload: '{"id":"{{uuid}}","at":{{now}}}',
      qos: 0,
    }),
    saved('reboot', w.reboot, greenhouse, {
      topic: 'greenhouse/1/dev/gw-02/cmd',
      payload: '{"op":"reboot"}',
      mustConfirm: true,
    }),
    saved('clear', w.clear, greenhouse, { topic: 'greenhouse/1/dev/gw-02/status', retain: true }),
    saved('axis', 'axis 3 home', line, { topic: 'line3/cmd/axis', payload: '{"axis":3,"op":"home"}' }),
    saved('speed', 'belt 0.8', line, { topic: 'line3/cmd/belt', payload: '{"speed":0.8}' }),
    saved('stop', 'belt stop', line, { topic: 'line3/cmd/belt', payload: '{"speed":0}', mustConfirm: true }),
    saved('echo', 'echo', debugging, { topic: 'test/echo', payload: 'hello {{counter}}' }),
    saved('rand', 'random', debugging, { topic: 'test/random', payload: '{{random 1 100}}' }),
  ]
}

/** The records of a stage by their keys, as the app's storage port keeps them. */
export function recordsOf(stage: StageName, language: Language): Record<string, unknown> {
  if (stage === 'new') return {}
  if (stage === 'broken') {
    return {
      'profile/newer': { version: 2, id: 'newer', name: 'from a later version' },
      'saved/newer': { version: 2, id: 'newer' },
    }
  }
  const isSettled = ({ id }: Profile) => stage !== 'calm' || !['line', 'home'].includes(id)
  const profiles = profilesOf(language).filter(isSettled)
  const saved = savedOf(language)
  return {
    ...Object.fromEntries(profiles.map((each) => [`profile/${each.id}`, each])),
    'profiles/order': profiles.map(({ id }) => id),
    ...Object.fromEntries(saved.map((each) => [`saved/${each.id}`, each])),
    'savedMessages/order': saved.map(({ id }) => id),
  }
}
