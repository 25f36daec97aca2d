import { endedGap, gapDeadline, openedGap, withCaughtUp } from './gap'

const away = openedGap('hidden', 1_000)
const back = endedGap(away, true, 5_000)

it('has no end while away, and counts nothing', () => {
  expect(away).toMatchObject({ from: 1_000, cause: 'hidden', caughtUp: 0 })
  expect(away.to).toBeUndefined()
  expect(gapDeadline(away)).toBeUndefined()
  expect(withCaughtUp(away, 2_000)).toBe(away)
})

it('counts what comes right after a resumed session', () => {
  const counted = withCaughtUp(withCaughtUp(back, 5_010), 5_020)
  expect(counted).toMatchObject({ from: 1_000, to: 5_000, resumed: true, caughtUp: 2, lastMessageAt: 5_020 })
})

it('counts nothing after a fresh one: nothing was kept', () => {
  const fresh = endedGap(away, false, 5_000)
  expect(withCaughtUp(fresh, 5_010)).toBe(fresh)
})

it('stops counting after half a second of quiet', () => {
  expect(gapDeadline(back)).toBe(5_500)
  expect(gapDeadline(withCaughtUp(back, 5_400))).toBe(5_900)
})

it('stops counting after ten seconds whatever comes', () => {
  expect(gapDeadline(withCaughtUp(back, 14_900))).toBe(15_000)
})
