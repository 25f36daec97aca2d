/** A promise nobody awaited and that failed must fail the test it was made in; jest alone stays silent. */
const rejected = []
const remember = (reason) => rejected.push(reason)

beforeAll(() => process.on('unhandledRejection', remember))
afterAll(() => process.off('unhandledRejection', remember))

afterEach(async () => {
  // Node reports a rejection after the microtasks of its turn have run
  await new Promise((resolve) => jest.requireActual('node:timers').setImmediate(resolve))
  const reasons = rejected.splice(0)
  if (reasons.length > 0) throw new AggregateError(reasons, `unhandled rejection: ${reasons.map(String).join('; ')}`)
})
