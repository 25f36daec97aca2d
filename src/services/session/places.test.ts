import { createSocketPlaces, type PlaceHolder } from './places'

const holder = (profileId: string): PlaceHolder => ({ profileId })
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(holder) as [PlaceHolder, PlaceHolder, PlaceHolder, PlaceHolder]
const never = () => undefined

/** Two places, taken by a and b; what happened to those who wait */
function full() {
  const places = createSocketPlaces(2)
  const told: string[] = []
  places.take(a, never)
  places.take(b, never)
  const ask = (who: PlaceHolder) => {
    const isSeated = places.take(who, () => {
      told.push(who.profileId)
      ask(who)
    })
    return isSeated
  }
  return { places, told, ask }
}

test('there are as many places as the platform allows, and it can be told who has them', () => {
  const { places, ask } = full()
  expect(ask(c)).toBe(false)
  expect(places.holders()).toEqual(['a', 'b'])
})

test('one that has a place keeps it when it asks again, even where others wait', () => {
  const { ask } = full()
  ask(c)
  expect(ask(a)).toBe(true)
})

test('first asked, first served, however often the later one asks', () => {
  const { places, told, ask } = full()
  ask(c)
  ask(d)
  ask(d)
  ask(c)
  places.release(a)
  expect(told).toEqual(['c'])
  expect(places.holders()).toEqual(['b', 'c'])
  places.release(b)
  expect(told).toEqual(['c', 'd'])
  expect(places.holders()).toEqual(['c', 'd'])
})

test('a newcomer does not take the place of one that waits and has not asked again yet', () => {
  const { places, ask } = full()
  places.take(c, never)
  places.release(a)
  expect(ask(d)).toBe(false)
  expect(places.take(c, never)).toBe(true)
})

test('one that gives up its turn is passed over', () => {
  const { places, told, ask } = full()
  ask(c)
  ask(d)
  places.release(c)
  places.release(a)
  expect(told).toEqual(['d'])
})

test('one that gives up its turn when it comes lets the next have it', () => {
  const { places, told, ask } = full()
  places.take(c, () => places.release(c))
  ask(d)
  places.release(a)
  expect(told).toEqual(['d'])
  expect(places.holders()).toEqual(['b', 'd'])
})

test('one that has left the line meanwhile is not called', () => {
  const { places, told, ask } = full()
  places.take(c, () => {
    places.release(c)
    places.release(d)
  })
  ask(d)
  places.release(a)
  // d had its turn when c gave up, and no place is left to it
  expect(told).toEqual(['d'])
  places.take(d, never)
  places.release(b)
  expect(told).toEqual(['d'])
})

test('of two sessions of one profile the end of one frees nothing of the other', () => {
  const places = createSocketPlaces(1)
  const next = holder('a')
  places.take(a, never)
  expect(places.take(next, never)).toBe(false)
  places.release(a)
  expect(places.take(next, never)).toBe(true)
  places.release(a)
  expect(places.holders()).toEqual(['a'])
})

test('what is only a look leaves a place free, and never waits', () => {
  const places = createSocketPlaces(3)
  const told: string[] = []
  places.take(a, never)
  expect(places.takeSpare(b)).toBe(true)
  expect(places.takeSpare(c)).toBe(false)
  expect(places.take(c, never)).toBe(true)
  expect(places.take(d, () => told.push('d'))).toBe(false)
  places.release(b)
  expect(told).toEqual(['d'])
  places.release(a)
  expect(places.takeSpare(a)).toBe(false)
})

test('without a limit everyone has a place', () => {
  const places = createSocketPlaces(Infinity)
  for (let i = 0; i < 100; i += 1) expect(places.take(holder(`${i}`), never)).toBe(true)
  expect(places.takeSpare(a)).toBe(true)
})
