import { useContext, useEffect, useRef } from 'react'
import type { SessionStatus } from '@/core/session/states'
import { feel } from '@/features/haptics'
import { services } from '@/features/services'
import { useSettings } from '@/features/settings/settings'
import type { Session } from '@/services'
import { ShownContext } from '@/ui/useWhileShown'

interface WhileInFrontProps {
  session: Session | undefined
  status: SessionStatus
}

/** Draws nothing: while the conversation is in front the screen may stay on, and trouble is felt. */
export function WhileInFront({ session, status }: WhileInFrontProps): null {
  const isShown = useContext(ShownContext)
  const keepsScreenOn = useSettings((settings) => settings.keepsScreenOn)
  useEffect(() => (isShown && keepsScreenOn ? services.screen.keepOn() : undefined), [isShown, keepsScreenOn])

  useEffect(() => {
    if (!isShown) return undefined
    return session?.onEntry((entry) => {
      if (entry.direction !== 'sent') return
      const { name } = entry.status
      if (name === 'refused' || name === 'unknown') feel('trouble')
    })
  }, [session, isShown])

  const before = useRef(status.name)
  useEffect(() => {
    const wasOnline = before.current === 'online'
    before.current = status.name
    // what the person closes, or leaving the app does, is no loss
    const isLost = status.name === 'waiting' || status.name === 'offline' || status.name === 'blocked'
    if (isShown && wasOnline && isLost) feel('trouble')
  }, [status.name, isShown])
  return null
}
