import { customAlphabet } from 'nanoid/non-secure'
import { create } from 'zustand'
import { AppError } from '@/core/errors'
import { profileDefaults } from '@/core/profile/defaults'
import { parseProfile, recordOf, type Profile } from '@/core/profile/profile'
import { readyProfileTimeoutMs } from '@/core/profile/readyProfile'
import { fetchReadyProfile } from '@/services/ready-profile/readyProfile'
import { platform } from '@/services/platform'
import { services } from '../services'
import { profileFromOffer } from './offer'
import { forgetPassword, keepPassword, withPassword } from './passwords'

export interface ConnectionsState {
  load: 'loading' | 'ready' | { failed: string }
  /** in the person's order */
  profiles: Profile[]
  /** stored records that could not be read: kept where they are, and shown */
  broken: { key: string; issue: string }[]
}

const PROFILE = 'profile/'
const ORDER = 'profiles/order'
const OFFERED = 'profiles/offered'

const { clock, storage } = services
const shortId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 6)

export const useConnections = create<ConnectionsState>(() => ({ load: 'loading', profiles: [], broken: [] }))

const setProfiles = (profiles: Profile[]) => useConnections.setState({ profiles })
const profilesNow = () => useConnections.getState().profiles

/** Reads the stored profiles, and takes up the one the server of the page offers. Never rejects. */
export async function loadConnections(language: 'zh-CN' | 'en'): Promise<void> {
  useConnections.setState({ load: 'loading' })
  try {
    const { profiles } = await inTurn(async () => {
      const read = await readProfiles()
      useConnections.setState(read)
      return read
    })
    const taken = takeOffer(language).catch((cause: unknown) => {
      // an offer that cannot be stored hides nothing that is there
      if (profiles.length === 0) throw cause
    })
    // one that comes later, to a slow phone or from a slow server, is taken up then
    await atMost(readyProfileTimeoutMs, taken)
    useConnections.setState({ load: 'ready' })
  } catch (cause) {
    useConnections.setState({ load: { failed: cause instanceof AppError ? cause.code : 'storageFailed' } })
  }
}

/** Waits for the work to end, but no longer than that. @throws what the work throws meanwhile */
async function atMost(limitMs: number, work: Promise<void>): Promise<void> {
  let cancel: (() => void) | undefined
  const limit = new Promise<void>((resolve) => (cancel = clock.setTimer(resolve, limitMs)))
  try {
    await Promise.race([work, limit])
  } finally {
    cancel?.()
  }
}

async function readProfiles(): Promise<Pick<ConnectionsState, 'profiles' | 'broken'>> {
  const keys = await storage.keys(PROFILE)
  const order = await storage.get(ORDER)
  const rank = Array.isArray(order) ? order : []
  const place = (id: string) => (rank.includes(id) ? rank.indexOf(id) : rank.length)
  const profiles: Profile[] = []
  const broken: ConnectionsState['broken'] = []
  const read = async (key: string) => {
    const parsed = parseProfile(await storage.get(key))
    if ('issue' in parsed) broken.push({ key, issue: parsed.issue })
    else profiles.push(await withPassword(parsed.profile, (record) => storage.set(key, record)))
  }
  await Promise.all(keys.map(read))
  profiles.sort((a, b) => place(a.id) - place(b.id))
  return { profiles, broken }
}

async function takeOffer(language: 'zh-CN' | 'en'): Promise<void> {
  const offer = await fetchReadyProfile()
  if (!offer) return
  const known = profilesNow().find((p) => p.id === offer.id)
  if (known) {
    // the page may have moved to another port or address since
    if (known.url !== offer.address) await saveProfile({ ...known, url: offer.address })
    return
  }
  // a profile that the person deleted is not offered again
  if ((await storage.get(OFFERED)) === offer.id) return
  await saveProfile(profileFromOffer(offer, newProfile(offer.address), language))
  await storage.set(OFFERED, offer.id)
}

/** A profile with every default, a fresh id and a client ID of its own. */
export function newProfile(url: string): Profile {
  return {
    version: 2,
    id: shortId(),
    name: '',
    url,
    protocolVersion: profileDefaults.protocolVersion,
    clientId: newClientId(),
    username: '',
    password: '',
    keepSession: profileDefaults.keepSession,
    keepAliveSeconds: profileDefaults.keepAliveSeconds[platform.name],
    sessionExpirySeconds: profileDefaults.sessionExpirySeconds,
    unknownRule: profileDefaults.unknownRule,
    isPaused: false,
    subscriptions: [],
    draft: { topic: '', payload: '', qos: profileDefaults.qos, retain: false },
  }
}

/** Unique enough among the clients of a broker, short enough to read aloud, within 3.1.1's 23 characters. */
export function newClientId(): string {
  return `homing-${shortId()}${shortId()}`
}

let lastChange: Promise<unknown> = Promise.resolve()

/** One change after the other: each begins with what the one before has stored, or it would undo it. */
function inTurn<T>(change: () => Promise<T>): Promise<T> {
  const changed = lastChange.then(change)
  lastChange = changed.catch(() => undefined)
  return changed
}

/**
 * Stores a profile: the one of the same id is replaced in its place, a new one comes last or at `index`.
 * @throws AppError `storageFull`, `storageFailed`; nothing has changed then
 */
export function saveProfile(profile: Profile, index?: number): Promise<void> {
  return inTurn(() => store(profile, index))
}

/** Changes some fields of a profile, if it is still there. @throws AppError as {@link saveProfile} */
export function changeProfile(id: string, change: (profile: Profile) => Profile): Promise<void> {
  return inTurn(async () => {
    const known = profilesNow().find((p) => p.id === id)
    if (known) await store(change(await asStored(known)))
  })
}

/** Another tab may have stored it since: what that one has changed stays. The password is the one that is known here. */
async function asStored(known: Profile): Promise<Profile> {
  const record = await storage.get(PROFILE + known.id).catch(() => undefined)
  const parsed = parseProfile(record)
  // one of version 1 carries its password until it can be moved
  if ('issue' in parsed || parsed.profile.version === 1) return known
  return { ...parsed.profile, password: known.password }
}

/** Changes what is known of profiles and is stored already, as a password is that another tab tells. Never rejects. */
export function changeKnown(change: (profile: Profile) => Profile): Promise<void> {
  return inTurn(() => {
    const former = profilesNow()
    const profiles = former.map(change)
    if (profiles.some((profile, i) => profile !== former[i])) setProfiles(profiles)
    return Promise.resolve()
  })
}

async function store(changed: Profile, index?: number): Promise<void> {
  const former = profilesNow()
  const record = recordOf(changed)
  const profile = { ...record, password: changed.password }
  const at = index ?? former.length
  const before = former.find((p) => p.id === profile.id)
  const profiles = before
    ? former.map((p) => (p === before ? profile : p))
    : [...former.slice(0, at), profile, ...former.slice(at)]
  // the password first: a record that speaks of one has it
  const takeBack = await keepPassword(profile, before)
  try {
    // a place without a profile is harmless, a profile without its place would be half a failure
    if (!before) await saveOrder(profiles)
    await storage.set(PROFILE + profile.id, record)
  } catch (cause) {
    await takeBack()
    throw cause
  }
  if (before?.usesPassword && !profile.usesPassword) await forgetPassword(profile.id)
  setProfiles(profiles)
}

/**
 * Forgets a profile. What its session has stored is removed by the next start, so that an undo has it back.
 * @returns what puts the profile back in its place; it throws as {@link saveProfile}
 * @throws AppError `storageFailed`
 */
export function removeProfile(id: string): Promise<() => Promise<void>> {
  return inTurn(async () => {
    const index = profilesNow().findIndex((p) => p.id === id)
    const removed = profilesNow()[index]
    await storage.remove(PROFILE + id)
    await forgetPassword(id)
    const profiles = profilesNow().filter((p) => p.id !== id)
    setProfiles(profiles)
    // a place without a profile is harmless
    await saveOrder(profiles).catch(() => undefined)
    return () => (removed ? saveProfile(removed, index) : Promise.resolve())
  })
}

/** Closes a connection until it is opened again, or opens it. @throws AppError as {@link saveProfile} */
export async function setPaused(id: string, isPaused: boolean): Promise<void> {
  await changeProfile(id, (profile) => ({ ...profile, isPaused }))
}

const saveOrder = (profiles: Profile[]) =>
  storage.set(
    ORDER,
    profiles.map((p) => p.id),
  )
