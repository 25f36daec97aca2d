import Taro from '@tarojs/taro'
import { AppError } from '@/core/errors'
import { addressIn } from '@/core/profile/address'
import { isOffer } from '@/core/profile/importText'
import type { Profile } from '@/core/profile/profile'
import { withNewClientId } from '@/features/connections/clientId'
import { openEditorFor } from '@/features/connections/pasted'
import { newProfile, removeProfile, saveProfile, setPaused, useConnections } from '@/features/connections/connections'
import { openImport } from '@/features/transfer/offers'
import { pasteText, scanQrCode } from '@/services/device'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'

/** What a person does to connections from the list. Failures end in a toast; nothing is lost by them. */
export function useConnectionActions() {
  const t = useT()

  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action()
    } catch (error) {
      showToast({ text: t(`error.${error instanceof AppError ? error.code : 'storageFailed'}`) })
    }
  }

  return {
    edit: (query = '') => void Taro.navigateTo({ url: `/pages/editor/index${query}` }),

    pause: (profile: Profile, isPaused: boolean) => void attempt(() => setPaused(profile.id, isPaused)),

    duplicate: (profile: Profile) =>
      void attempt(async () => {
        const index = useConnections.getState().profiles.findIndex(({ id }) => id === profile.id)
        const { id } = newProfile(profile.url)
        const name = t('connections.copyOf', { name: profile.name })
        await saveProfile({ ...withNewClientId(profile), id, name }, index + 1)
      }),

    remove: (profile: Profile) =>
      void attempt(async () => {
        const undo = await removeProfile(profile.id)
        showToast({
          text: t('connections.deleted', { name: profile.name }),
          action: { label: t('common.undo'), run: () => void attempt(undo) },
        })
      }),

    scan: () =>
      void attempt(async () => {
        const text = await scanQrCode()
        if (text !== undefined) openImport(text)
      }),

    async paste(): Promise<void> {
      try {
        const text = (await pasteText()).trim()
        if (isOffer(text)) return openImport(text)
        const address = addressIn(text)
        if (address === undefined) showToast({ text: t('add.paste.none') })
        else if (await openEditorFor(address)) showToast({ text: t('editor.address.credentials') })
      } catch (error) {
        // the field can be pasted into by hand
        const isRefused = error instanceof AppError && error.code === 'privacyRefused'
        showToast({ text: t(isRefused ? 'error.privacyRefused' : 'error.clipboardFailed.next') })
        await Taro.navigateTo({ url: '/pages/editor/index' })
      }
    },
  }
}
