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
    if (known.url !== offer.address) await changeProfile(known.id, (now) => ({ ...now, url: offer.address }))
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
  return inTurn(() => store(profile, { index, before: profilesNow().find((p) => p.id === profile.id) }))
}

/**
 * Changes a profile as the person wishes, if it is still there. What another tab has made of it since is taken up as well.
 * @throws AppError as {@link saveProfile}; `storageFailed` where what is stored cannot be read
 */
export function changeProfile(id: string, change: (profile: Profile) => Profile): Promise<void> {
  return changeStored(id, async (known, stored) => {
    const before = await withNewestPassword(known, stored)
    await store(change(before), { before })
  })
}

/** What changes while the person writes or reads, or by itself. */
type Passing = Partial<Pick<Profile, 'draft' | 'subscriptions' | 'protocolVersion'>>

/**
 * Changes what a session goes on with. What another tab has made of the rest stays stored, and is not taken up here: a
 * connection must not be closed or moved by a word that is typed. @throws AppError as {@link changeProfile}
 */
export function changeInPassing(id: string, change: (profile: Profile) => Passing): Promise<void> {
  return changeStored(id, async (known, stored) => {
    const passing = change(stored)
    await store({ ...stored, ...passing }, { before: stored, shown: { ...known, ...passing } })
  })
}

function changeStored(id: string, change: (known: Profile, stored: Profile) => Promise<void>): Promise<void> {
  return inTurn(async () => {
    const known = profilesNow().find((p) => p.id === id)
    if (!known) return
    const stored = await asStored(known)
    if (stored) await change(known, stored)
    // deleted in another tab
    else setProfiles(profilesNow().filter((p) => p.id !== id))
  })
}

/**
 * Another tab may have stored it since: what that one has changed stays. The password is the one that is known here, where
 * there is still to be one.
 * @returns undefined if it was deleted
 * @throws AppError `storageFailed`: it cannot be read, or a later version has written it, and it is to stay so
 */
async function asStored(known: Profile): Promise<Profile | undefined> {
  const key = PROFILE + known.id
  const record = await storage.get(key)
  if (record === undefined && !(await storage.keys(key)).includes(key)) return undefined
  const parsed = parseProfile(record)
  if ('issue' in parsed) throw new AppError('storageFailed', { detail: parsed.issue })
  // one of version 1 carries its password until it can be moved
  if (parsed.profile.version === 1) return known
  return { ...parsed.profile, password: parsed.profile.usesPassword ? known.password : '' }
}

/** Not every browser lets another tab tell of one that it has set or removed. */
async function withNewestPassword(known: Profile, stored: Profile): Promise<Profile> {
  if (stored === known) return known
  const password = await services.vault.get(stored.id)
  return { ...stored, password: password ?? (stored.usesPassword ? known.password : '') }
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

/**
 * Another tab has removed a password: it is asked for when it is needed. Where that one has taken the login away, what it
 * has stored is taken up instead. Never rejects.
 */
export function loseKnownPassword(id: string): Promise<void> {
  return inTurn(async () => {
    const known = profilesNow().find((profile) => profile.id === id)
    if (!known || known.password === '') return
    const stored = await asStored(known).catch(() => undefined)
    const hasNone = stored?.version === 2 && !stored.usesPassword
    const next = hasNone ? stored : { ...known, password: '', usesPassword: true }
    setProfiles(profilesNow().map((profile) => (profile === known ? next : profile)))
  })
}

interface Storing {
  /** the place of a new one: the last where there is none */
  index?: number
  /** what is stored of it now */
  before?: Profile
  /** what is known of it afterwards, where that is not what is stored */
  shown?: Profile
}

async function store(changed: Profile, { index, before, shown = changed }: Storing): Promise<void> {
  const former = profilesNow()
  const record = recordOf(changed)
  const profile = { ...record, password: changed.password }
  const next = { ...recordOf(shown), password: shown.password }
  const at = index ?? former.length
  const profiles = before
    ? former.map((p) => (p.id === next.id ? next : p))
    : [...former.slice(0, at), next, ...former.slice(at)]
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
    const known = profilesNow()[index]
    const removed = known && (await newestOf(known))
    await storage.remove(PROFILE + id)
    await forgetPassword(id)
    const profiles = profilesNow().filter((p) => p.id !== id)
    setProfiles(profiles)
    // a place without a profile is harmless
    await saveOrder(profiles).catch(() => undefined)
    return () => (removed ? saveProfile(removed, index) : Promise.resolve())
  })
}

/** As it is stored, for an undo; what cannot be read any more is as it is known. Never rejects. */
async function newestOf(known: Profile): Promise<Profile> {
  const stored = await asStored(known).catch(() => undefined)
  return stored ? withNewestPassword(known, stored) : known
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
