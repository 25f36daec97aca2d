import { matches } from '@/core/topic/match'
import { validateFilter, validateTopicName } from '@/core/topic/validate'

/** What the rules of MQTT 5 §4.7 and §4.8 say, section by section: which topics a filter matches and which it does not. */
const table: [section: string, filter: string, matching: string[], others: string[]][] = [
  [
    '4.7.1.1 the topic level separator',
    'sport/tennis/player1',
    ['sport/tennis/player1'],
    ['sport/tennis', 'sport/tennis/player1/', '/sport/tennis/player1', 'sport//tennis/player1', 'sport/tennis/player'],
  ],
  ['4.7.1.1 an empty level is a level', '/', ['/'], ['', 'a', '//', 'a/', '/a']],
  ['4.7.1.1 empty levels in between', 'a//b', ['a//b'], ['a/b', 'a///b', 'a/x/b', 'a//']],
  ['4.7.1.1 an empty level at the end', 'a/', ['a/'], ['a', 'a//', 'a/b']],
  ['4.7.1.1 only separators', '//', ['//'], ['/', '///', 'a//']],
  [
    '4.7.1.2 # matches the parent and any number of children',
    'sport/tennis/player1/#',
    [
      'sport/tennis/player1',
      'sport/tennis/player1/',
      'sport/tennis/player1/ranking',
      'sport/tennis/player1/score/wimbledon',
    ],
    ['sport/tennis/player10', 'sport/tennis', 'sport/tennis/player2/ranking', 'Sport/tennis/player1'],
  ],
  [
    '4.7.1.2 sport/# matches sport',
    'sport/#',
    ['sport', 'sport/', 'sport/a', 'sport//'],
    ['sports', 'a/sport', 'spor'],
  ],
  ['4.7.1.2 # alone matches every message', '#', ['a', '/', '//', 'a/b/c', 'a/$SYS', ' '], ['$SYS', '$SYS/a', '$']],
  ['4.7.1.2 # behind an empty level', '/#', ['/', '/a', '//', '/a/b', '/$a'], ['a', 'a/b', '$a/b']],
  ['4.7.1.2 # behind two empty levels', '//#', ['/', '//', '//a'], ['/a', 'a//', '/a/']],
  [
    '4.7.1.3 + matches one level',
    'sport/tennis/+',
    ['sport/tennis/player1', 'sport/tennis/'],
    ['sport/tennis/player1/ranking', 'sport/tennis', 'sport/+/x'],
  ],
  [
    '4.7.1.3 sport/+ does not match sport',
    'sport/+',
    ['sport/', 'sport/a', 'sport/$a'],
    ['sport', 'sport/a/', 'sport//'],
  ],
  ['4.7.1.3 + alone', '+', ['finance', ' ', '温室'], ['/finance', 'finance/', '$SYS', '/']],
  [
    '4.7.1.3 + at any level',
    '+/tennis/#',
    ['sport/tennis', '/tennis', 'sport/tennis/a/b'],
    ['tennis', 'a/b/tennis', '$x/tennis'],
  ],
  [
    '4.7.1.3 + more than once',
    'sport/+/player1/+',
    ['sport/tennis/player1/score', 'sport//player1/'],
    ['sport/tennis/player1', 'sport/a/b/player1/c'],
  ],
  ['4.7.1.3 /finance matches +/+', '+/+', ['/finance', 'a/b', '/', 'a/'], ['finance', 'a/b/c', '$SYS/a', '//']],
  ['4.7.1.3 /finance matches /+', '/+', ['/finance', '/', '/$a'], ['finance', '/a/b', '//']],
  ['4.7.1.3 + and # together', '+/+/#', ['a/b', 'a/b/c', '//', '/', 'a/'], ['a', '$a/b']],
  ['4.7.1.3 +/# leaves out only what begins with $', '+/#', ['a', '/', 'a/b'], ['$SYS', '$SYS/a']],
  [
    '4.7.2 a wildcard at the start never matches $',
    '+/monitor/Clients',
    ['a/monitor/Clients', '/monitor/Clients'],
    ['$SYS/monitor/Clients'],
  ],
  [
    '4.7.2 $SYS/# is asked for by name',
    '$SYS/#',
    ['$SYS', '$SYS/', '$SYS/broker/load'],
    ['$SYSTEM/a', 'SYS/a', 'a/$SYS'],
  ],
  [
    '4.7.2 $SYS/monitor/+',
    '$SYS/monitor/+',
    ['$SYS/monitor/Clients'],
    ['$SYS/monitor', '$SYS/monitor/a/b', '$sys/monitor/a'],
  ],
  ['4.7.2 $ within a topic is a character', 'a/+/$c', ['a/$b/$c', 'a//$c'], ['a/b/c']],
  ['4.7.2 a lone $', '$', ['$'], ['$a', '', 'a']],
  [
    '4.7.3 case, blanks and characters are compared as they are',
    'Accounts payable',
    ['Accounts payable'],
    ['ACCOUNTS payable', 'Accounts  payable', ' Accounts payable', 'Accounts payable '],
  ],
  ['4.7.3 no normalisation [MQTT-4.7.3-4]', 'caf\u00e9/+', ['caf\u00e9/a'], ['cafe\u0301/a']],
  ['4.7.3 characters of two units', '😀/+', ['😀/😀'], ['😁/a']],
  ['4.7.3 U+FEFF is a character [MQTT-1.5.4-3]', '\ufeffa', ['\ufeffa'], ['a']],
  [
    '4.8.2 of a shared subscription its filter decides',
    '$share/g/sport/+',
    ['sport/', 'sport/a'],
    ['sport', '$share/g/sport/a', 'g/sport/a'],
  ],
  ['4.8.2 $share with #', '$share/consumer1/#', ['a', 'a/b', '/'], ['$SYS/a', '$share/consumer1/a']],
  ['4.8.2 $share of a $ topic', '$share/g/$SYS/#', ['$SYS/a', '$SYS'], ['a', 'SYS/a']],
  [
    '4.8.2 $share of a filter that begins with an empty level',
    '$share/g//finance',
    ['/finance'],
    ['finance', 'g/finance'],
  ],
  ['4.8.2 $share/g/ with an empty filter level only', '$share/g//', ['/'], ['', 'a', '//']],
  ['4.8.2 $shared is no shared subscription', '$shared/g/a', ['$shared/g/a'], ['a', 'g/a']],
  ['4.8.2 $share further on is a level like others', 'a/$share/+', ['a/$share/b'], ['a/b', 'b']],
]

const rows = table.flatMap(([section, filter, matching, others]): [string, string, string, boolean][] => [
  ...matching.map((topic): [string, string, string, boolean] => [section, filter, topic, true]),
  ...others.map((topic): [string, string, string, boolean] => [section, filter, topic, false]),
])

test('the table has more than a hundred cases, each only once, of filters that are valid', () => {
  expect(rows.length).toBeGreaterThanOrEqual(100)
  expect(new Set(rows.map(([, filter, topic]) => `${filter}\n${topic}`)).size).toBe(rows.length)
  expect(table.filter(([, filter]) => validateFilter(filter).problem)).toEqual([])
})

test.each(rows)('%s: %j on %j is %s', (_, filter, topic, isMatch) => expect(matches(filter, topic)).toBe(isMatch))

test.each<[rule: string, filter: string]>([
  ['4.7.1-1 # is last', 'sport/tennis/#/ranking'],
  ['4.7.1-1 # is last', '#/a'],
  ['4.7.1-1 # is last', '/#/'],
  ['4.7.1-1 # is a level of its own', 'sport/tennis#'],
  ['4.7.1-1 # is a level of its own', '#a'],
  ['4.7.1-1 # is a level of its own', '##'],
  ['4.7.1-1 # is a level of its own', '+#'],
  ['4.7.1-2 + is a level of its own', 'sport+'],
  ['4.7.1-2 + is a level of its own', '+sport/a'],
  ['4.7.1-2 + is a level of its own', 'a/++/b'],
  ['4.7.3-1 at least one character', ''],
  ['4.7.3-2 no U+0000', 'a/\u0000/b'],
  ['4.7.3-3 at most 65,535 bytes', 'a'.repeat(65_536)],
  ['1.5.4-1 no half of a surrogate pair', 'a/\ud800'],
  ['4.8.2-1 a group of at least one character', '$share//a'],
  ['4.8.2-2 no wildcard in a group', '$share/g+/a'],
  ['4.8.2-2 no wildcard in a group', '$share/#/a'],
  ['4.8.2-2 a filter behind the group', '$share/g'],
  ['4.8.2-2 a filter behind the group', '$share/g/'],
  ['4.8.2 the filter of a share is a filter', '$share/g/a#'],
])('%s: no filter', (_, filter) => expect(validateFilter(filter).problem).toBeDefined())

test.each<[rule: string, name: string]>([
  ['3.3.2-2 no wildcards', 'a/+'],
  ['3.3.2-2 no wildcards', '#'],
  ['3.3.2-2 not within a level either', 'a+b'],
  ['4.7.3-1 at least one character', ''],
  ['4.7.3-2 no U+0000', '\u0000'],
])('%s: no topic name', (_, name) => expect(validateTopicName(name).problem).toBeDefined())
