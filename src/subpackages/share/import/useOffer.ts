import Taro from '@tarojs/taro'
import { useState } from 'react'
import { parseAddress } from '@/core/profile/address'
import type { OfferedProfile } from '@/core/profile/offered'
import { saveProfile, useConnections } from '@/features/connections/connections'
import { profileOfOffer } from '@/features/connections/takeOffer'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import type { OfferedMessages } from './useOfferedMessages'

/** What a person decides on an offer. Nothing is stored before `save` or `connect`. */
export function useOffer(offer: OfferedProfile, messages: OfferedMessages) {
  const t = useT()
  const attempt = useAttempt()
  const { credentials } = parseAddress(offer.address)
  const [address, setAddress] = useState(offer.address)
  const [username, setUsername] = useState(offer.username || (credentials?.username ?? ''))
  const [password, setPassword] = useState(offer.password || (credentials?.password ?? ''))
  const [unwanted, setUnwanted] = useState<readonly string[]>([])
  const [isSaving, setSaving] = useState(false)
  const [scrollTo, setScrollTo] = useState<string>()
  const isLoaded = useConnections((s) => s.load === 'ready')
  const { url } = parseAddress(address)
  const wanted = offer.subscriptions.filter(({ filter }) => !unwanted.includes(filter))

  const store = (isPaused: boolean, then: (id: string) => Promise<unknown>) =>
    attempt(async () => {
      if (url === undefined || isSaving) return
      setSaving(true)
      try {
        // what is kept already is not kept twice: after a failure a second press goes on
        await messages.keep()
        const profile = profileOfOffer(offer, { url, username, password, subscriptions: wanted, isPaused })
        await saveProfile(profile)
        await then(profile.id)
      } finally {
        setSaving(false)
      }
    })
  const toggle = (filter: string) =>
    setUnwanted((old) => (old.includes(filter) ? old.filter((other) => other !== filter) : [...old, filter]))

  return {
    ...{ address, username, password, wanted, isSaving, scrollTo, setUsername, setPassword, toggle },
    useAddress: setAddress,
    isReady: url !== undefined && isLoaded && messages.isReady,
    save: () =>
      store(true, async () => {
        await Taro.switchTab({ url: '/pages/connections/index' })
        showToast({ text: t('profileImport.saved') })
      }),
    connect: () => {
      // a broker that asks for a login would only refuse; the second press is a decision
      if (offer.needsLogin && username === '' && password === '' && scrollTo === undefined) setScrollTo('offer-login')
      else store(false, (id) => Taro.redirectTo({ url: `/pages/messages/index?profile=${encodeURIComponent(id)}` }))
    },
  }
}
