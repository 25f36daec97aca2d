import { dueBeat, heard, heartbeatDeadline, pingAnswered, pinged, sent, startHeartbeat } from './heartbeat'

const fresh = startHeartbeat(60_000, 0)

describe('an idle connection', () => {
  it('is asked after one keep alive, and given up after half of that at most', () => {
    expect(heartbeatDeadline(fresh)).toBe(60_000)
    expect(dueBeat(fresh, 59_999)).toBeUndefined()
    expect(dueBeat(fresh, 60_000)).toEqual({ type: 'ping', timeoutMs: 10_000 })
    expect(dueBeat(startHeartbeat(4_000, 0), 4_000)).toEqual({ type: 'ping', timeoutMs: 2_000 })
  })

  it('is asked although we send: keep alive counts what the peer says, too', () => {
    const beat = heard(sent(heard(fresh, 10_000), 20_000), 20_500)
    expect(heartbeatDeadline(beat)).toBe(80_000)
    expect(heartbeatDeadline(heard(fresh, 50_000))).toBe(60_000)
  })

  it('is never asked where keep alive is off', () => {
    expect(heartbeatDeadline(startHeartbeat(0, 0))).toBe(Infinity)
    expect(dueBeat(startHeartbeat(0, 0), 1e9)).toBeUndefined()
  })
})

describe('after a send', () => {
  it('the peer is asked within a second, with two seconds of patience', () => {
    const beat = sent(fresh, 5_000)
    expect(dueBeat(beat, 5_799)).toBeUndefined()
    expect(dueBeat(beat, 5_800)).toEqual({ type: 'ping', timeoutMs: 2_000 })
  })

  it('the first send counts, not the last: a stream of them would put it off for ever', () => {
    expect(heartbeatDeadline(sent(sent(fresh, 5_000), 5_700))).toBe(5_800)
  })

  it('any byte answers', () => {
    expect(heartbeatDeadline(heard(sent(fresh, 5_000), 5_500))).toBe(65_000)
  })

  it('it is asked where keep alive is off, too', () => {
    expect(heartbeatDeadline(sent(startHeartbeat(0, 0), 5_000))).toBe(5_800)
  })
})

describe('a ping', () => {
  const asked = pinged(sent(fresh, 5_000), 2_000, 6_000)

  it('not answered in time means silence', () => {
    expect(dueBeat(asked, 7_999)).toBeUndefined()
    expect(dueBeat(asked, 8_000)).toEqual({ type: 'silent' })
  })

  it('waits from the last byte on: slow is not silent', () => {
    expect(heartbeatDeadline(heard(asked, 7_500))).toBe(9_500)
  })

  it('is not answered by bytes alone: they may predate a freeze', () => {
    expect(dueBeat(heard(asked, 7_500), 9_500)).toEqual({ type: 'silent' })
  })

  it('is not worn down by what is sent meanwhile, as long as bytes come', () => {
    let beat = asked
    for (let now = 7_900; now < 30_000; now += 1_900) {
      expect(dueBeat(beat, now)).toBeUndefined()
      beat = heard(sent(beat, now), now)
    }
  })

  it('is not put off by what is sent meanwhile', () => {
    expect(dueBeat(sent(sent(asked, 7_000), 7_900), 8_000)).toEqual({ type: 'silent' })
  })

  it('answered, the quiet begins anew', () => {
    expect(heartbeatDeadline(pingAnswered(heard(asked, 7_000), 7_000))).toBe(66_000)
  })

  it('takes the place of the question after a send', () => {
    expect(asked.probeAt).toBeUndefined()
  })
})
