import Taro, { useDidShow, useRouter } from '@tarojs/taro'
import { useMemo, useState } from 'react'
import { AppError, type ErrorCode } from '@/core/errors'
import {
  changeProfile,
  newProfile,
  removeProfile,
  saveProfile,
  useConnections,
} from '@/features/connections/connections'
import { ownPrefix, withOwnCorner } from '@/features/connections/ownCorner'
import { takePasted } from '@/features/connections/pasted'
import { useProfile } from '@/features/connections/useProfile'
import { openDoctor } from '@/features/doctor/link'
import { handUnsaved, takeMended, UNSAVED } from '@/features/doctor/subject'
import { sessionOf } from '@/features/sessions/sessions'
import { useT } from '@/ui/language'
import { goBack } from '@/ui/NavBar'
import { showToast } from '@/ui/toasts'
import { formOf, profileOf } from './form'
import { useForm } from './useForm'

/** The profile that the page's address names, or a new one filled in from it. */
function useBase() {
  const { id, url = '', name = '', public: isPublic } = useRouter().params
  const found = useProfile(id)
  const stored = typeof found === 'object' ? found : undefined
  const [{ address, login }] = useState(takePasted)
  const fresh = useMemo(() => {
    const profile = { ...newProfile(address ?? decodeURIComponent(url)), name: decodeURIComponent(name), ...login }
    return isPublic === '1' ? withOwnCorner(profile) : profile
  }, [address, url, name, isPublic, login])
  return {
    base: stored ?? fresh,
    stored,
    /** Of the topics to begin with, on a broker shared with strangers */
    prefix: isPublic === '1' ? ownPrefix(fresh) : undefined,
    /** why the named one is not there */
    absence: id === undefined || typeof found === 'object' ? undefined : found,
  }
}

const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : 'storageFailed')

/** The state of the editor: the form, and what its buttons do. @param askToLeave as `useForm` has it */
export function useEditor(askToLeave: () => void) {
  const t = useT()
  const { base, stored, prefix, absence } = useBase()
  const { form, typed, parsed, isDirty, change, tidyAddress, forget } = useForm(base, askToLeave)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<ErrorCode>()
  const ready = profileOf(form, base)

  async function attempt(action: () => Promise<void>): Promise<void> {
    setSaving(true)
    setFailure(undefined)
    try {
      await action()
    } catch (error) {
      setFailure(codeOf(error))
    } finally {
      setSaving(false)
    }
  }

  const save = async () => {
    if (!ready) return
    // only what was typed: the session may have fallen back to another version meanwhile, a list may have changed
    if (stored) await changeProfile(ready.id, (now) => profileOf({ ...formOf(now), ...typed }, now) ?? now)
    // another tab may have deleted it meanwhile: what was typed here since is wanted
    const isThere = useConnections.getState().profiles.some(({ id }) => id === ready.id)
    if (!isThere) await saveProfile(ready)
    forget()
    // the same settings saved again are a wish to try again
    sessionOf(ready.id)?.retryNow()
    if (stored) goBack()
    else await Taro.redirectTo({ url: `/pages/messages/index?profile=${encodeURIComponent(ready.id)}` })
  }

  // what is not saved is handed over as it stands, and comes back mended
  const examine = () => {
    if (stored && !isDirty) return openDoctor(stored.id)
    if (!ready) return
    handUnsaved(ready)
    openDoctor(UNSAVED)
  }
  useDidShow(() => {
    const { url, protocolVersion } = takeMended(base.id)
    if (url !== undefined) change({ address: url })
    if (protocolVersion !== undefined) change({ protocolVersion })
  })

  const remove = async () => {
    if (!stored) return
    const undo = await removeProfile(stored.id)
    // the page that would show a failure is gone by then
    const putBack = () => {
      undo().catch((error: unknown) => showToast({ text: t(`error.${codeOf(error)}`) }))
    }
    forget()
    showToast({
      text: t('connections.deleted', { name: stored.name }),
      action: { label: t('common.undo'), run: putBack },
    })
    // not one page back: that may show the connection that is gone
    await Taro.switchTab({ url: '/pages/connections/index' })
  }

  return {
    ...{ stored, absence, prefix, form, parsed, isDirty, change, tidyAddress, isSaving, failure },
    isReady: ready !== undefined,
    examine,
    save: () => void attempt(save),
    remove: () => void attempt(remove),
  }
}
