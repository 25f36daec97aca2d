// brokers, browsers and whole builds are started in these tests
jest.setTimeout(120_000)
