import { addressSteps } from '@/core/doctor/addressSteps'
import { echoAnswer, isEchoOver, subscribeAnswer, type EchoObservation } from '@/core/doctor/answers'
import { connackFailure, laterFailure, mayBeTooNew, socketFailure } from '@/core/doctor/failures'
import type { Failure, Note, StepId, StepResult } from '@/core/doctor/steps'
import { encodeUtf8 } from '@/core/payload/utf8'
import { sessionDefaults } from '@/core/profile/defaults'
import { isLanAddress } from '@/core/profile/reach'
import type { Connack } from '@/core/session/packets'
import { reason, type Reason, type ReasonCode } from '@/core/session/reasons'
import type { LinkClose } from '../mqtt/types'
import { closeReason } from '../session/closeReason'
import type { SessionServices } from '../session/config'
import type { PlaceHolder } from '../session/places'
import { Cancelled, Conversation, type News } from './conversation'
import { doctorClient, echoTopic, randomWord, type DoctorSubject } from './doctorClient'
import { lookAround, type LookAroundOptions } from './lookAround'

export type DoctorServices = Pick<
  SessionServices,
  'socketPort' | 'places' | 'openLink' | 'clock' | 'random' | 'pausesWhenHidden'
>

export interface Examination {
  /** Ends it at once: nothing is told any more. */
  cancel(): void
  /** Settled when all is told, or it was cancelled */
  ended: Promise<void>
}

/** Each answer of the broker must come within this, ms. */
const answerMs = 5_000
/** WeChat looks an address up in its list before it opens anything: what it has not refused after this it lets through. */
const listCheckMs = 300

/** The handshake has a limit of its own; this one is for a port that does not keep to it. */
const openMs = sessionDefaults.connectTimeoutMs + 1_000
/** §2.4 */
const NOT_AUTHORIZED = 0x87

/** CONNACK with success, and the version it was given to. */
interface Accepted {
  connack: Connack
  protocolVersion: 4 | 5
}

/** Stops the examination: the failure is told. */
class Stopped extends Error {}

/**
 * Looks at a connection step by step and stops at the first failure. Comes as a client of its own, with a place for its
 * socket that no session could be in want of, Clean Start 1 and no session to be kept, and publishes to a topic that
 * nobody knows; the session of the profile is not touched.
 * @param onStep told as each step begins and ends
 */
export function examine(
  subject: DoctorSubject,
  services: DoctorServices,
  onStep: (step: StepId, result: StepResult) => void,
  options: LookAroundOptions = {},
): Examination {
  const doctor = new Doctor(subject, services, onStep, options)
  return { cancel: () => doctor.cancel(), ended: doctor.run() }
}

class Doctor {
  private conversation: Conversation | undefined
  private isOver = false
  private beganAt = 0
  private readonly place: PlaceHolder = { profileId: '' }

  constructor(
    private readonly subject: DoctorSubject,
    private readonly services: DoctorServices,
    private readonly onStep: (step: StepId, result: StepResult) => void,
    private readonly options: LookAroundOptions,
  ) {}

  async run(): Promise<void> {
    try {
      this.readAddress()
      await this.openSocket()
      const accepted = await this.awaitConnack()
      const topic = echoTopic(this.services.random)
      const isSubscribed = await this.subscribe(topic)
      if (isSubscribed !== undefined) await this.echo(topic, isSubscribed, accepted)
    } catch (error) {
      if (!(error instanceof Stopped) && !(error instanceof Cancelled)) throw error
    } finally {
      this.leave()
    }
  }

  cancel(): void {
    this.isOver = true
    this.conversation?.cancel()
    this.leave()
  }

  private readAddress(): void {
    const startedAt = this.now()
    for (const found of addressSteps(this.subject.url)) {
      this.beganAt = startedAt
      if (found.state === 'failed') this.fail(found.step, found.failure)
      this.pass(found.step, found.state, found.note)
    }
  }

  private async openSocket(): Promise<void> {
    this.begin('domain')
    const isLan = this.services.pausesWhenHidden && isLanAddress(this.subject.url)
    this.takePlace()
    const conversation = this.converse(this.subject.protocolVersion)
    let heard = await conversation.next(isLan ? 0 : listCheckMs, isOpened)
    const isAllowed = !isRefusedHere(heard.closed)
    if (isAllowed) {
      this.pass('domain', 'passed', { code: isLan ? 'localNetwork' : 'notBlocked' })
      const { beganAt } = this
      this.begin('socket')
      // it has been opening all along
      this.beganAt = beganAt
    }
    if (!heard.picked && !heard.closed) heard = await conversation.next(openMs, isOpened)
    const why = heard.closed ? closeReason(heard.closed) : reason('connectTimeout')
    if (!heard.picked) await this.failSocket(isAllowed ? 'socket' : 'domain', why)
    this.pass('socket', 'passed')
    this.begin('subProtocol')
    // a browser opens nothing where the server has not chosen it; WeChat does not tell
    this.pass('subProtocol', 'passed', {
      code: this.services.pausesWhenHidden ? 'subProtocolAsked' : 'subProtocolChosen',
    })
  }

  private takePlace(): void {
    const { places } = this.services
    if (places.takeSpare(this.place)) return
    this.fail('socket', { reason: reason('tooManySockets', { holders: places.holders() }), fix: { kind: 'again' } })
  }

  private async failSocket(at: StepId, why: Reason): Promise<never> {
    this.hangUp()
    const { url } = this.subject
    const seen = await lookAround(this.services, { url, why }, this.options, (trying) => {
      if (this.isOver) throw new Cancelled()
      this.onStep(at, { state: 'running', trying })
    })
    if (this.isOver) throw new Cancelled()
    const { step, failure } = socketFailure({ url, why, ...seen })
    if (step === 'subProtocol') {
      this.pass('socket', 'passed')
      this.begin('subProtocol')
    }
    return this.fail(step, failure)
  }

  private async awaitConnack(): Promise<Accepted> {
    this.begin('connack')
    const { protocolVersion } = this.subject
    const first = await this.hearConnack(protocolVersion)
    if ('connack' in first) {
      this.pass('connack', 'passed', { code: 'accepted', protocolVersion })
      return first
    }
    const older = mayBeTooNew(protocolVersion, first) ? await this.askOlder() : undefined
    // what the session does by itself, too
    if (!older || first.code !== 'protocolVersion') return this.fail('connack', connackFailure(first, !!older))
    this.pass('connack', 'noted', { code: 'fellBack', protocolVersion: 4 })
    return older
  }

  private async hearConnack(protocolVersion: 4 | 5): Promise<Accepted | Reason> {
    const { picked, closed } = await this.talk().next(answerMs, (news) =>
      news.kind === 'connected' ? news.connack : undefined,
    )
    if (picked) return { connack: picked, protocolVersion }
    return closed ? closeReason(closed) : reason('connackTimeout')
  }

  /** Connects again with MQTT 3.1.1. @returns undefined where that is refused, too */
  private async askOlder(): Promise<Accepted | undefined> {
    this.hangUp()
    const opened = await this.converse(4).next(openMs, isOpened)
    if (!opened.picked) return undefined
    const heard = await this.hearConnack(4)
    return 'connack' in heard ? heard : undefined
  }

  /** @returns whether there is a subscription; undefined: the server has ended the connection, which was its answer */
  private async subscribe(filter: string): Promise<boolean | undefined> {
    this.begin('subscribe')
    const subscription = { filter, qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const
    this.talk().send({ cmd: 'subscribe', packetId: 1, filters: [subscription] })
    const { picked, closed } = await this.talk().next(answerMs, (news) =>
      news.kind === 'received' && news.packet.cmd === 'suback' ? news.packet.reasonCodes[0] : undefined,
    )
    const denied = closed?.kind === 'disconnected' && closed.reasonCode === NOT_AUTHORIZED
    const code = denied ? NOT_AUTHORIZED : picked
    if (code === undefined) return this.fail('subscribe', laterFailure(closed && closeReason(closed)))
    const { state, note } = subscribeAnswer(code)
    this.pass('subscribe', state, note)
    return denied ? undefined : code < 0x80
  }

  private async echo(topic: string, isSubscribed: boolean, { connack, protocolVersion }: Accepted): Promise<void> {
    this.begin('echo')
    const payload = encodeUtf8(randomWord(this.services.random))
    const qos = connack.maximumQoS === 0 ? 0 : 1
    const packet = { cmd: 'publish', topic, payload, qos, retain: false, dup: false } as const
    this.talk().send(qos === 0 ? packet : { ...packet, packetId: 2 })
    const seen: EchoObservation = { isSubscribed, protocolVersion }
    const { closed } = await this.talk().next(answerMs, (news) => {
      if (news.kind !== 'received') return undefined
      const { packet: came } = news
      if (came.cmd === 'puback' && came.packetId === 2) seen.pubackCode = came.reasonCode
      if (came.cmd === 'publish' && came.topic === topic && isSame(came.payload, payload)) seen.returnedQos = came.qos
      return isEchoOver(seen) ? true : undefined
    })
    const answer = echoAnswer(closed?.kind === 'disconnected' ? { ...seen, pubackCode: closed.reasonCode } : seen)
    if (!answer) this.fail('echo', laterFailure(closed && closeReason(closed)))
    else this.pass('echo', answer.state, answer.note)
  }

  private converse(protocolVersion: 4 | 5): Conversation {
    const { openLink, socketPort, clock, random } = this.services
    const client = doctorClient(this.subject, protocolVersion, random)
    this.conversation = new Conversation(openLink, socketPort, client, clock)
    return this.conversation
  }

  private talk(): Conversation {
    if (!this.conversation) throw new Cancelled()
    return this.conversation
  }

  private hangUp(): void {
    this.conversation?.end()
    this.conversation = undefined
  }

  private leave(): void {
    this.hangUp()
    this.services.places.release(this.place)
  }

  private now(): number {
    return this.services.clock.now()
  }

  private begin(step: StepId): void {
    if (this.isOver) throw new Cancelled()
    this.beganAt = this.now()
    this.onStep(step, { state: 'running' })
  }

  private pass(step: StepId, state: 'passed' | 'noted', note?: Note): void {
    if (this.isOver) throw new Cancelled()
    this.onStep(step, { state, note, ms: this.now() - this.beganAt })
  }

  private fail(step: StepId, failure: Failure): never {
    if (this.isOver) throw new Cancelled()
    this.onStep(step, { state: 'failed', failure, ms: this.now() - this.beganAt })
    throw new Stopped()
  }
}

const isOpened = ({ kind }: News): true | undefined => (kind === 'opened' ? true : undefined)

/** Whether it was the platform that opened nothing. */
function isRefusedHere(close: LinkClose | undefined): boolean {
  const codes: readonly ReasonCode[] = ['domainNotListed', 'insecureBlocked', 'invalidAddress']
  return close !== undefined && codes.includes(closeReason(close).code)
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])
