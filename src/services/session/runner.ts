import { sessionDefaults } from '@/core/profile/defaults'
import type { SessionEffect, SessionEvent } from '@/core/session/events'
import type { Gap } from '@/core/session/gap'
import { transition } from '@/core/session/machine'
import type { Connack, InboundPacket, OutboundPacket } from '@/core/session/packets'
import { initialState, nextDeadline, type SessionState } from '@/core/session/sessionState'
import type { Link, LinkEvents } from '../mqtt/types'
import { closeReason } from './closeReason'
import type { SessionConfig, SessionServices } from './config'

export interface RunnerEvents {
  statusChanged(): void
  /** the connection is up */
  connected(connack: Connack, resumed: boolean): void
  received(packet: InboundPacket): void
  gapChanged(gap: Gap): void
  protocolVersionRemembered(protocolVersion: 4 | 5): void
  /** see `LinkOptions.whenCommitted` */
  whenCommitted(done: () => void): void
}

/** Feeds the machine with what happens and performs the effects it asks for. Holds no rule of its own. */
export class SessionRunner {
  private state: SessionState
  private link: Link | undefined
  private timer: { dueAt: number; cancel(): void } | undefined
  private readonly pendingEvents: SessionEvent[] = []
  private isRunning = false
  private isDisposed = false
  private readonly unlisten: (() => void)[]
  /** QoS 2 identifiers outlive the link they came by §4.3.3 */
  readonly receivedIds = new Set<number>()

  constructor(
    private readonly config: SessionConfig,
    private readonly services: SessionServices,
    private readonly events: RunnerEvents,
  ) {
    const { visibility, network, clock, random, pausesWhenHidden } = services
    const { protocolVersion, keepSession, keepAliveSeconds } = config
    this.state = initialState(
      { protocolVersion, keepSession, keepAliveMs: keepAliveSeconds * 1000, pausesWhenHidden },
      {
        seed: Math.floor(random() * 0xffffffff),
        isVisible: visibility.isVisible(),
        network: network.current(),
        now: clock.now(),
      },
    )
    this.unlisten = [
      visibility.onChange((isVisible) => this.dispatch({ type: isVisible ? 'shown' : 'hidden' })),
      network.onChange(({ isOnline, type }) => this.dispatch({ type: 'networkChanged', isOnline, networkType: type })),
    ]
  }

  get status() {
    return this.state.status
  }

  get hasSessionState() {
    return this.state.hasSessionState
  }

  /** Events that come while one is handled wait their turn. */
  dispatch(event: SessionEvent): void {
    if (this.isDisposed) return
    this.pendingEvents.push(event)
    if (this.isRunning) return
    this.isRunning = true
    try {
      for (let next = this.pendingEvents.shift(); next; next = this.pendingEvents.shift()) this.step(next)
    } finally {
      this.isRunning = false
    }
    this.schedule()
  }

  /** Writes a packet when online. */
  send(packet: OutboundPacket): void {
    if (this.state.status.name !== 'online' || !this.link) return
    this.link.send(packet)
    this.dispatch({ type: 'packetSent', generation: this.state.generation })
  }

  dispose(): void {
    for (const stop of this.unlisten) stop()
    this.dispatch({ type: 'stopped' })
    this.isDisposed = true
    this.schedule()
  }

  private step(event: SessionEvent): void {
    const before = this.state
    const { state, effects } = transition(before, event, this.services.clock.now())
    this.state = state
    for (const effect of effects) this.perform(effect)
    if (state.status !== before.status) this.events.statusChanged()
  }

  private perform(effect: SessionEffect): void {
    switch (effect.type) {
      case 'openLink':
        this.link = this.openLink(effect)
        return
      case 'closeLink': {
        const { link } = this
        this.link = undefined
        link?.close(effect.disconnectCode === undefined ? undefined : { reasonCode: effect.disconnectCode })
        return
      }
      case 'sendPing':
        this.link?.send({ cmd: 'pingreq' })
        return
      case 'resume':
        this.events.connected(effect.connack, effect.resumed)
        return
      case 'diagnose':
        void this.services
          .diagnose(this.config.url, effect.reason.code === 'notWebSocket', () => true)
          .then((candidates) => this.dispatch({ type: 'diagnosed', candidates }))
        return
      case 'rememberProtocolVersion':
        this.events.protocolVersionRemembered(effect.protocolVersion)
        return
      case 'showGap':
        this.events.gapChanged(effect.gap)
        return
      default:
        effect satisfies never
    }
  }

  private openLink({ generation, protocolVersion, cleanStart }: SessionEffect & { type: 'openLink' }): Link {
    const { url, clientId, username, password, keepAliveSeconds, keepSession, sessionExpirySeconds } = this.config
    const { connectTimeoutMs, receiveMaximum, maximumPacketSize } = sessionDefaults
    return this.services.openLink(
      this.services.socketPort,
      {
        url,
        protocolVersion,
        clientId,
        username: username === '' ? undefined : username,
        password: password === '' ? undefined : password,
        cleanStart,
        sessionExpirySeconds: keepSession ? sessionExpirySeconds : 0,
        keepAliveSeconds,
        connectTimeoutMs,
        receiveMaximum,
        maximumPacketSize,
        receivedIds: this.receivedIds,
        whenCommitted: (done) => this.events.whenCommitted(done),
      },
      this.linkEvents(generation),
    )
  }

  private linkEvents(generation: number): LinkEvents {
    return {
      socketOpened: () => this.dispatch({ type: 'socketOpened', generation }),
      connected: (connack) => this.dispatch({ type: 'connected', generation, connack }),
      progressed: () => this.dispatch({ type: 'progressed', generation }),
      closed: (close) => this.dispatch({ type: 'linkClosed', generation, reason: closeReason(close) }),
      received: (packet) => {
        if (generation !== this.state.generation) return
        if (packet.cmd === 'pingresp') this.dispatch({ type: 'pingAnswered', generation })
        else if (packet.cmd === 'publish' && packet.qos > 0 && !packet.retain) {
          this.dispatch({ type: 'keptMessageReceived', generation })
        }
        this.events.received(packet)
      },
    }
  }

  /** One timer for the nearest deadline. One that fires early is set again, which is cheaper than setting it per byte. */
  private schedule(): void {
    const dueAt = this.isDisposed ? undefined : nextDeadline(this.state)
    if (this.timer && dueAt !== undefined && this.timer.dueAt <= dueAt) return
    this.timer?.cancel()
    this.timer = undefined
    if (dueAt === undefined) return
    const { clock } = this.services
    const cancel = clock.setTimer(
      () => {
        this.timer = undefined
        this.dispatch({ type: 'timePassed' })
      },
      Math.max(0, dueAt - clock.now()),
    )
    this.timer = { dueAt, cancel }
  }
}
