import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useMemo, useRef, useState } from 'react'
import { parseAddress, withoutCredentials, type ParsedAddress } from '@/core/profile/address'
import type { Profile } from '@/core/profile/profile'
import { useT } from '@/ui/language'
import { platform } from '@/ui/platform'
import { showToast } from '@/ui/toasts'
import { formOf, isSameForm, type Form } from './form'

const parseDelayMs = 150

interface FormState {
  form: Form
  /** What was understood of the address, once typing stands still */
  parsed: ParsedAddress
  /** What was typed over the profile, and nothing else */
  typed: Partial<Form>
  isDirty: boolean
  change: (patch: Partial<Form>) => void
  /** Full-width characters and spaces go when the field is left: silently, and with a way back */
  tidyAddress: () => void
  /** Back to what is stored */
  forget: () => void
}

/**
 * What was typed over a profile. A profile that changes meanwhile changes what was not typed over.
 * @param askToLeave when the person is about to leave it by other ways than the page's own
 */
export function useForm(base: Profile, askToLeave: () => void): FormState {
  const t = useT()
  const [typed, setTyped] = useState<Partial<Form>>({})
  const form = useMemo(() => ({ ...formOf(base), ...typed }), [base, typed])
  const isDirty = !isSameForm(form, formOf(base))
  const change = (patch: Partial<Form>) => setTyped((old) => ({ ...old, ...patch }))
  const [address, setAddress] = useState(form.address)
  const parsed = useMemo(() => parseAddress(address), [address])

  useEffect(() => {
    const timer = setTimeout(() => {
      setAddress(form.address)
      const { credentials, parts } = parseAddress(form.address)
      if (!credentials || parts.host === '') return
      setTyped((old) => ({ ...old, address: withoutCredentials(form.address), ...credentials }))
      showToast({ text: t('editor.address.credentials') })
    }, parseDelayMs)
    return () => clearTimeout(timer)
  }, [form.address, t])

  useEffect(() => (isDirty ? platform.guardLeaving(t('editor.leave.text')) : undefined), [isDirty, t])

  const [isShown, setShown] = useState(true)
  useDidShow(() => setShown(true))
  useDidHide(() => setShown(false))
  const ask = useRef(askToLeave)
  useEffect(() => {
    ask.current = askToLeave
  })
  useEffect(() => (isDirty && isShown ? platform.holdBack(() => ask.current()) : undefined), [isDirty, isShown])

  const tidyAddress = () => {
    const { isMended, url } = parseAddress(form.address)
    if (!isMended || url === undefined) return
    const before = form.address
    change({ address: url })
    showToast({
      text: t('editor.address.clean'),
      action: { label: t('common.undo'), run: () => change({ address: before }) },
    })
  }

  return { form, typed, parsed, isDirty, change, tidyAddress, forget: () => setTyped({}) }
}
