import { useEffect, useState } from 'react'
import { useSessions } from '@/features/sessions/sessions'

interface StatusCounts {
  online: number
  /** profile ids, in no order */
  blocked: string[]
}

/** How many connections are online, and which wait for a person. */
export function useStatusCounts(): StatusCounts {
  const sessions = useSessions((state) => state.sessions)
  const [counts, setCounts] = useState<StatusCounts>({ online: 0, blocked: [] })
  useEffect(() => {
    const all = Object.keys(sessions).map((id) => ({ id, session: sessions[id] }))
    const count = () => {
      const online = all.filter(({ session }) => session?.status.name === 'online').length
      const blocked = all.filter(({ session }) => session?.status.name === 'blocked').map(({ id }) => id)
      setCounts((old) => (old.online === online && old.blocked.join() === blocked.join() ? old : { online, blocked }))
    }
    count()
    const stops = all.map(({ session }) => session?.onChange(count))
    return () => stops.forEach((stop) => stop?.())
  }, [sessions])
  return counts
}
