import type { WeappBundle } from '../bundle'
import type { RealmClock } from '../clock'
import type { SeededRandom } from '../random'
import type { Realm } from '../realm'
import type { CanvasCommand, DeviceOptions, NetworkType, WeappFiles, WeappStorage } from '../types'
import type { SystemEvents } from './events'

/** What every group of `wx` functions works with. */
export interface WxContext {
  readonly realm: Realm
  readonly clock: RealmClock
  readonly random: SeededRandom
  readonly bundle: WeappBundle
  readonly storage: WeappStorage
  readonly files: WeappFiles
  readonly device: DeviceOptions
  readonly events: SystemEvents
  readonly system: SystemState
  readonly canvases: Canvases
}

/** Canvases that the app has asked for. */
export interface Canvases {
  /** their nodes in the realm, by page and id */
  nodes: Map<string, unknown>
  /** what was drawn on each in the last turn that drew, by id */
  drawn: Map<string, readonly CanvasCommand[]>
}

/** Records are read by `wx.getStorage`. */
export type Withheld = 'records' | 'files'

/** The phone around the app, which the test changes. */
export interface SystemState {
  isConnected: boolean
  networkType: NetworkType
  /** hidden so long that WeChat has taken the network away */
  isNetworkSuspended: boolean
  clipboard: string
  /** the QR code before the camera; without one the person goes back */
  scanned?: string
  isScreenKeptOn: boolean
  /** for all files together */
  fileRoomBytes: number
  /** what the phone has stored and does not give out yet: no answer comes before the promise is fulfilled */
  withheld?: { what: Withheld; until: Promise<void> }
}

/** A group of functions that become own properties of `wx`. */
export type WxFunctions = Record<string, (...values: never[]) => unknown>
