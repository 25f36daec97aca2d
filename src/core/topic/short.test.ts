import { shortTopic } from './short'

test.each<[string, number, string]>([
  ['greenhouse/1/env', 30, 'greenhouse/1/env'],
  ['greenhouse/1/env', 16, 'greenhouse/1/env'],
  ['greenhouse/1/env', 15, '…/1/env'],
  ['greenhouse/1/dev/gw-02/status', 19, '…/dev/gw-02/status'],
  ['greenhouse/1/dev/gw-02/status', 18, '…/dev/gw-02/status'],
  ['greenhouse/1/dev/gw-02/status', 17, '…/gw-02/status'],
  ['averylongsinglelevel', 8, '…lelevel'],
  ['a/averylonglastlevel', 8, '…stlevel'],
  ['温室/一号/环境', 14, '温室/一号/环境'],
  ['温室/一号/环境', 13, '…/一号/环境'],
  ['温室/一号/环境', 8, '…/环境'],
  ['a/b/', 3, '…b/'],
])('%s in %i columns: %s', (topic, columns, expected) => expect(shortTopic(topic, columns)).toBe(expected))
