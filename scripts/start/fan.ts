const FAN_NUMBER = 2

export type FanAnswer = { fan: number; speed: number; ack: true } | { ack: false; error: string }

/** What fan 2 answers to the payload of a command: the new state, or what is wrong with it. */
export function answerFanCommand(payload: string): FanAnswer {
  let command: unknown
  try {
    command = JSON.parse(payload)
  } catch {
    return { ack: false, error: 'not JSON; expected {"fan":2,"speed":60}' }
  }
  if (typeof command !== 'object' || command === null) {
    return { ack: false, error: 'not an object; expected {"fan":2,"speed":60}' }
  }
  const { fan, speed } = command as { fan?: unknown; speed?: unknown }
  if (fan !== FAN_NUMBER) return { ack: false, error: `there is only fan ${FAN_NUMBER} here` }
  if (typeof speed !== 'number' || !(speed >= 0 && speed <= 100)) {
    return { ack: false, error: 'speed must be a number from 0 to 100' }
  }
  return { fan, speed, ack: true }
}
