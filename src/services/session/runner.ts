import { sessionDefaults } from '@/core/profile/defaults'
import type { SessionEffect, SessionEvent } from '@/core/session/events'
import type { Gap } from '@/core/session/gap'
import { isHeardNews } from '@/core/session/heartbeat'
import { transition } from '@/core/session/machine'
import { isOverPacketSize } from '@/core/session/outbox'
import type { Connack, InboundPacket, OutboundPacket, Publish } from '@/core/session/packets'
import type { Reason } from '@/core/session/reasons'
import { initialState, isPausing, nextDeadline, type SessionState } from '@/core/session/sessionState'
import { stateTable } from '@/core/session/states'
import type { Link, LinkClose, LinkEvents } from '../mqtt/types'
import { closeReason } from './closeReason'
import type { SessionConfig, SessionServices } from './config'
import type { PlaceHolder } from './places'
import { farewell, leaveCode, onlineStatus, sessionExpirySeconds, willOptions } from './will'

export interface RunnerEvents {
  statusChanged(): void
  /** the connection is up */
  connected(connack: Connack, resumed: boolean): void
  /** @returns `repeated` for a message that the session has seen before: it is not counted as come late */
  received(packet: InboundPacket): 'repeated' | void
  gapChanged(gap: Gap): void
  /** the online message of the will is larger than the broker takes, and was not sent */
  onlineStatusRefused(packet: Publish): void
  protocolVersionRemembered(protocolVersion: 4 | 5): void
  /** see `LinkOptions.whenCommitted` */
  whenCommitted(done: () => void): void
}

/** §3.14.2.1 */
const DISCONNECT_WITH_WILL = 0x04

/** Feeds the machine with what happens and performs the effects it asks for. Holds no rule of its own. */
export class SessionRunner {
  private state: SessionState
  private link: Link | undefined
  /** what the newest connection began with */
  private connack: Connack | undefined
  private timer: { dueAt: number; cancel(): void } | undefined
  private readonly pendingEvents: SessionEvent[] = []
  private isRunning = false
  private isDisposed = false
  private readonly unlisten: (() => void)[]
  /** QoS 2 identifiers outlive the link they came by §4.3.3 */
  readonly receivedIds = new Set<number>()
  private readonly place: PlaceHolder
  /** all places are taken: this one waits its turn */
  private isInLine = false

  constructor(
    private readonly config: SessionConfig,
    private readonly services: SessionServices,
    private readonly events: RunnerEvents,
  ) {
    const { visibility, network, clock, random, pausesWhenHidden } = services
    const { protocolVersion, keepSession, keepAliveSeconds } = config
    this.place = { profileId: config.profileId }
    this.state = initialState(
      {
        protocolVersion,
        keepSession,
        keepAliveMs: keepAliveSeconds * 1000,
        sessionExpirySeconds: sessionExpirySeconds(config),
        leaveCode: leaveCode(config),
        pausesWhenHidden,
        isPasswordMissing: config.isPasswordMissing,
      },
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
    this.write(this.link, packet)
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
    this.keepPlaceOrNot()
    if (state.status !== before.status) this.events.statusChanged()
  }

  private perform(effect: SessionEffect): void {
    switch (effect.type) {
      case 'openLink':
        this.tryToOpen(effect)
        return
      case 'closeLink':
        this.closeLink(effect.disconnectCode)
        return
      case 'sendPing':
        this.link?.send({ cmd: 'pingreq' })
        return
      case 'resume':
        this.connack = effect.connack
        this.sayOnline(effect.connack)
        this.events.connected(effect.connack, effect.resumed)
        return
      case 'diagnose':
        this.diagnose(effect)
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

  private write(link: Link, packet: OutboundPacket): void {
    link.send(packet)
    const bytes = packet.cmd === 'publish' ? packet.payload.length : 0
    this.dispatch({ type: 'packetSent', generation: this.state.generation, bytes })
  }

  /** Before anything else of the session: what the others believe of this client may be wrong by now. */
  private sayOnline(connack: Connack): void {
    const packet = onlineStatus(this.config, connack)
    if (packet && isOverPacketSize(packet, connack)) this.events.onlineStatusRefused(packet)
    else if (packet && this.link) this.write(this.link, packet)
  }

  private closeLink(disconnectCode: number | undefined): void {
    const { link, connack } = this
    this.link = undefined
    if (disconnectCode === undefined || !connack) return link?.close()
    const lastWords = farewell(this.config, connack)
    const isUnsaid = lastWords !== undefined && (isOverPacketSize(lastWords, connack) || !link?.send(lastWords))
    if (!isUnsaid) return link?.close({ reasonCode: disconnectCode })
    // what could not be said the will has to say
    link?.close(this.state.policy.protocolVersion === 5 ? { reasonCode: DISCONNECT_WITH_WILL } : undefined)
  }

  private diagnose({ serial, reason }: SessionEffect & { type: 'diagnose' }): void {
    const isWanted = () => !this.isDisposed && this.state.diagnosis?.serial === serial && !isPausing(this.state)
    void this.services
      .diagnose(this.config.url, reason.code === 'notWebSocket', isWanted)
      .then((candidates) => this.dispatch({ type: 'diagnosed', serial, candidates }))
  }

  private tryToOpen(effect: SessionEffect & { type: 'openLink' }): void {
    const { places } = this.services
    this.isInLine = !places.take(this.place, () => this.dispatch({ type: 'placeFreed' }))
    if (!this.isInLine) this.link = this.openLink(effect)
    else this.dispatch({ type: 'placeDenied', generation: effect.generation, holders: places.holders() })
  }

  /** A link that takes the place of another keeps it; who waits for something else gives up its turn. */
  private keepPlaceOrNot(): void {
    const { status } = this.state
    if (stateTable[status.name].holdsSocket) return
    if (this.isInLine && status.name === 'waiting' && status.reason.code === 'tooManySockets') return
    this.services.places.release(this.place)
  }

  private openLink({ generation, protocolVersion, cleanStart }: SessionEffect & { type: 'openLink' }): Link {
    const { url, clientId, username, password, keepAliveSeconds, maximumPacketSize } = this.config
    const { connectTimeoutMs, receiveMaximum } = sessionDefaults
    return this.services.openLink(
      this.services.socketPort,
      {
        url,
        protocolVersion,
        clientId,
        username: username === '' ? undefined : username,
        password: password === '' ? undefined : password,
        cleanStart,
        sessionExpirySeconds: sessionExpirySeconds(this.config),
        keepAliveSeconds,
        connectTimeoutMs,
        receiveMaximum,
        maximumPacketSize: maximumPacketSize ?? sessionDefaults.maximumPacketSize,
        receivedIds: this.receivedIds,
        will: willOptions(this.config.will, protocolVersion),
        whenCommitted: (done) => this.events.whenCommitted(done),
      },
      this.linkEvents(generation),
    )
  }

  private linkEvents(generation: number): LinkEvents {
    return {
      socketOpened: () => this.dispatch({ type: 'socketOpened', generation }),
      connected: (connack) => this.dispatch({ type: 'connected', generation, connack }),
      progressed: () => {
        const { heartbeat } = this.state
        // a broker may send thousands of frames a second
        const isNews = !heartbeat || isHeardNews(heartbeat, this.services.clock.now())
        if (isNews || generation !== this.state.generation) this.dispatch({ type: 'progressed', generation })
      },
      closed: (close) => this.dispatch({ type: 'linkClosed', generation, reason: this.reasonOf(close) }),
      received: (packet) => {
        if (generation !== this.state.generation) return
        if (packet.cmd === 'pingresp') this.dispatch({ type: 'pingAnswered', generation })
        const isRepeated = this.events.received(packet) === 'repeated'
        // an echo of ours counts, too: nothing tells it from the same message of another client
        if (this.state.gap && packet.cmd === 'publish' && packet.qos > 0 && !packet.retain && !isRepeated) {
          this.dispatch({ type: 'keptMessageReceived', generation })
        }
      },
    }
  }

  private reasonOf(close: LinkClose): Reason {
    const why = closeReason(close)
    // WeChat frees the place of a closed socket late: those that may still have it can be named
    if (why.code !== 'tooManySockets') return why
    const holders = this.services.places.holders().filter((profileId) => profileId !== this.config.profileId)
    return { ...why, holders }
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
