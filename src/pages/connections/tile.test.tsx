import { tileColor, tileLetters } from './tile'

test.each([
  ['Home Assistant', 'ws://10.0.0.2:8083/mqtt', 'HA'],
  ['EMQX 公共测试', 'wss://broker.emqx.io:8084/mqtt', 'EM'],
  ['温室一号', 'wss://mq.greenhouse.cn:8084/mqtt', 'GR'],
  ['温室一号', 'ws://192.168.1.20:8083/mqtt', '温室'],
  ['', 'ws://localhost:1/mqtt', 'LO'],
])('%s at %s', (name, url, letters) => {
  expect(tileLetters({ name, url })).toBe(letters)
})

test('a colour is one of eight and stays', () => {
  const colors = ['a', 'b', 'profile-3', 'zzzzzz'].map(tileColor)
  expect(colors.every((color) => color >= 1 && color <= 8)).toBe(true)
  expect(tileColor('profile-3')).toBe(colors[2])
})
