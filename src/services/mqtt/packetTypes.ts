/** Packet types, the upper four bits of the first byte: MQTT 5 §2.1.2 */
export const CONNACK = 2
export const PUBLISH = 3
export const PUBREL = 6
export const SUBACK = 9
export const UNSUBACK = 11
export const PINGRESP = 13
export const DISCONNECT = 14
