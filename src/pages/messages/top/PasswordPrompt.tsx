import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { providePassword } from '@/features/connections/vault'
import { services } from '@/features/services'
import { vaultWords } from '@/i18n/vaultWords'
import { Button } from '@/ui/Button'
import { Field } from '@/ui/Field'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { Switch } from '@/ui/Switch'
import { useAttempt } from '@/ui/useAttempt'

interface PasswordPromptProps {
  profile: Profile
  onEdit: () => void
  onLayout: () => void
}

/** The one thing the connection waits for. Where the user name is not known either, the editor has both fields. */
export function PasswordPrompt({ profile, onEdit, onLayout }: PasswordPromptProps) {
  const t = useT()
  const isNamed = profile.username !== ''
  useEffect(onLayout, [onLayout])
  return (
    <View className="msg-banner">
      <View className="msg-banner-row">
        <Icon name="key" size={20} className="msg-banner-icon" />
        <View className="grow">
          <View className="msg-banner-title">{t('state.password')}</View>
          <View className="msg-banner-text">{t('reason.passwordMissing.next')}</View>
        </View>
        {!isNamed && (
          <Button size="pill" onClick={onEdit}>
            {t('state.enter')}
          </Button>
        )}
      </View>
      {isNamed && <PasswordForm profile={profile} />}
    </View>
  )
}

function PasswordForm({ profile: { id, username, keepsPassword = false } }: { profile: Profile }) {
  const t = useT()
  const attempt = useAttempt()
  const [password, setPassword] = useState('')
  const [isKept, setKept] = useState(keepsPassword)
  const [isBusy, setBusy] = useState(false)
  const reach = services.vault.reach()
  const connect = () => {
    if (password === '' || isBusy) return
    setBusy(true)
    attempt(async () => {
      try {
        await providePassword(id, password, isKept)
      } finally {
        setBusy(false)
      }
    })
  }
  return (
    <>
      <View className="row msg-password">
        <View className="grow">
          <Field
            value={password}
            onChange={setPassword}
            label={t('vault.passwordOf', { name: username })}
            placeholder={t('vault.passwordOf', { name: username })}
            isSecret
            onConfirm={connect}
          />
        </View>
        <Button
          size="card"
          className="msg-password-connect"
          isDisabled={password === ''}
          isBusy={isBusy}
          onClick={connect}
        >
          {t('vault.connect')}
        </Button>
      </View>
      {reach.kind === 'choice' && (
        <View className="row">
          <View className="grow msg-password-keep">{t('vault.keep')}</View>
          <Switch isOn={isKept} onChange={setKept} label={t('vault.keep')} />
        </View>
      )}
      <View className="msg-banner-text">{vaultWords(reach, isKept, t)}</View>
    </>
  )
}
