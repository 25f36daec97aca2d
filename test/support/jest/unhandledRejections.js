/**
 * Keeps each test open for one turn of the event loop: jest fails a test for a rejection nobody handles, but only
 * while the test runs, and Node reports the rejection after the turn it was made in.
 */
const { setImmediate } = jest.requireActual('node:timers')

afterEach(() => new Promise((resolve) => setImmediate(resolve)))
