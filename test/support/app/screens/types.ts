import type { Language, Translate } from '../../../../src/i18n/t'
import type { AppView } from '../appView'
import type { Journeys } from '../journeys'
import type { Letters } from '../pictures/letters'
import type { Cast } from './cast'

export type PlatformName = 'h5' | 'weapp'
export type Theme = 'light' | 'dark'

/** What a phone has stored when the app is started on it. */
export type StageName =
  /** connections and saved messages of somebody who has used it for a while */
  | 'lived'
  /** the same, of whose connections each is in a state that lasts: pictures of it are compared */
  | 'calm'
  /** nothing */
  | 'new'
  /** records that a later version has written, or that are torn */
  | 'broken'

/** A screen, or a state of one, and the way there. */
export interface Screen {
  /** as in the design, where it has a picture of it */
  name: string
  /** what it shows, in a few words */
  about: string
  stage: StageName
  /** `live`: a session with a real broker brought it about; `fixture`: it was put into storage or into the address */
  source: 'live' | 'fixture'
  /** both when not given */
  platforms?: readonly PlatformName[]
  /** From wherever the screen before has left the app. Ends when the screen shows what it is named after. */
  open(world: World): Promise<void>
  /** What would stand in the next one's way: a fault, a toast, something half written */
  close?(world: World): Promise<void>
}

export interface WorldParts {
  language: Language
  stage: StageName
  cast: Cast
  /** what the app's clock begins with */
  startsAtMs: number
  /** what everything is written in, instead of the fonts of the machine */
  letters?: Letters
}

/** A phone with the app in front, and everybody it talks to. */
export interface World {
  readonly platform: PlatformName
  readonly language: Language
  readonly stage: StageName
  readonly t: Translate
  readonly view: AppView
  readonly journeys: Journeys
  readonly cast: Cast
  /** what the app has complained of, and nobody has taken yet */
  readonly errors: string[]
  /** Opens a page by its address, `pages/messages/index?profile=greenhouse`, whatever is in front. */
  visit(address: string): Promise<void>
  setTheme(theme: Theme): Promise<void>
  /** The app's clock goes on by so much at once. */
  skip(ms: number): Promise<void>
  /** Resolves when these words have come over a socket. */
  heard(text: string): Promise<void>
  /** Nothing moves any more: sheets have slid in, pictures are loaded. */
  settle(): Promise<void>
  /** PNG */
  picture(): Promise<Buffer>
  /** Presses the button that asks for a file, and gives it this one. */
  offer(button: string, name: string, text: string): Promise<void>
  /** How large the person wants text, 1 by default: the app is started again. */
  setTextScale(scale: number): Promise<void>
  /** The app ends and is started again on what it has stored. */
  restart(): Promise<void>
  /**
   * … at an address, while the phone does not give out what is stored. A browser gives its records at once.
   * @returns has it given out
   */
  restartWithout(what: 'records' | 'files', address: string): Promise<() => Promise<void>>
  dispose(): Promise<void>
}
