import { mosquittoPath } from '../requirements'
import { startAedes } from './aedes'
import { startMosquitto } from './mosquitto'
import type { Broker, BrokerOptions } from './types'

let hasSaid = false

/**
 * mosquitto where it is installed; aedes otherwise, or with `HOMING_BROKER=aedes`, saying so once. Ask `broker.kind`
 * before relying on MQTT 5 or on sessions that survive a restart. With `HOMING_REQUIRE_BROKER=1` or
 * `HOMING_REQUIRE_ALL=1` a missing mosquitto is an error.
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const { HOMING_BROKER } = process.env
  if (HOMING_BROKER !== 'aedes' && mosquittoPath() !== undefined) return startMosquitto(options)
  const { HOMING_REQUIRE_BROKER, HOMING_REQUIRE_ALL } = process.env
  if (HOMING_REQUIRE_BROKER === '1' || HOMING_REQUIRE_ALL === '1') {
    throw new Error('mosquitto is required here and was not found: install it, or set MOSQUITTO_PATH')
  }
  if (!hasSaid) process.stderr.write('no mosquitto here: testing against aedes (MQTT 3.1.1 only, no stored sessions)\n')
  hasSaid = true
  return startAedes(options)
}
