import { mosquittoPath } from '../requirements'
import { startAedes } from './aedes'
import { startMosquitto } from './mosquitto'
import type { Broker, BrokerOptions } from './types'

let hasSaid = false

/**
 * mosquitto where it is installed; aedes otherwise, saying so once. Ask `broker.kind` before relying on MQTT 5 or on
 * sessions that survive a restart. With `HOMING_REQUIRE_BROKER=1` or `HOMING_REQUIRE_ALL=1` a missing mosquitto is an error.
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  if (mosquittoPath() !== undefined) return startMosquitto(options)
  const { HOMING_REQUIRE_BROKER, HOMING_REQUIRE_ALL } = process.env
  if (HOMING_REQUIRE_BROKER === '1' || HOMING_REQUIRE_ALL === '1') {
    throw new Error('mosquitto is required here and was not found: install it, or set MOSQUITTO_PATH')
  }
  if (!hasSaid)
    process.stderr.write('mosquitto is not installed: testing against aedes (MQTT 3.1.1 only, no stored sessions)\n')
  hasSaid = true
  return startAedes(options)
}
