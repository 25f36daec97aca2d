import { verdict } from './verdict'

const seen = { isEncrypted: false, isAnswering: false }
const codes = (observation: Parameters<typeof verdict>[0]) => verdict(observation).map(({ code }) => code)

describe('verdict', () => {
  it('is certain only of what answered', () => {
    expect(verdict({ ...seen, openedPath: '/mqtt' })).toEqual([{ code: 'wrongPath', path: '/mqtt' }])
    expect(codes({ ...seen, answersHttp: true })).toEqual(['noWebSocketHere'])
  })

  it('names what silence may be, the certificate only where there is one', () => {
    expect(codes({ ...seen, answersHttp: false })).toEqual(['unreachable', 'rawTcp'])
    expect(codes({ ...seen, isEncrypted: true, answersHttp: false })).toEqual(['unreachable', 'rawTcp', 'certificate'])
    expect(codes(seen)).toEqual(['unreachable', 'rawTcp'])
  })

  it('never calls unreachable what has answered', () => {
    expect(codes({ ...seen, isAnswering: true })).toEqual(['rawTcp', 'noWebSocketHere'])
  })
})
