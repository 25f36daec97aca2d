import { isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'

type Interfaces = Record<string, NetworkInterfaceInfo[] | undefined>

/** Bridges, tunnels and virtual machines: a phone is rarely behind one. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|zt|tailscale|vEthernet|bridge)/i

function rank(name: string, address: string): number {
  const network = address.startsWith('192.168.') ? 0 : address.startsWith('10.') ? 1 : isPrivateIPv4(address) ? 2 : 3
  return (VIRTUAL.test(name) ? 10 : 0) + network
}

/** 10/8, 172.16/12, 192.168/16 (RFC 1918), loopback and link-local. */
function isPrivateIPv4(address: string): boolean {
  return /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address)
}

/** The IPv4 addresses another device may reach, the likeliest first. */
export function lanAddresses(interfaces: Interfaces): string[] {
  return Object.entries(interfaces)
    .flatMap(([name, infos]) => (infos ?? []).map((info) => ({ name, info })))
    .filter(({ info }) => info.family === 'IPv4' && !info.internal && !info.address.startsWith('169.254.'))
    .sort((a, b) => rank(a.name, a.info.address) - rank(b.name, b.info.address))
    .map(({ info }) => info.address)
}

/** Whether a broker is shared with strangers, as far as its name tells. */
export function isPublicBroker(url: string): boolean {
  const host = new URL(url).hostname
  if (isIPv4(host)) return !isPrivateIPv4(host)
  if (host.startsWith('[')) return !/^\[(::1\]|f[cd]|fe80)/i.test(host)
  return host.includes('.') && !/\.(local|lan|internal|home\.arpa|test|localhost)$/i.test(host)
}
