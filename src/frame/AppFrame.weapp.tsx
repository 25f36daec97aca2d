import type { PropsWithChildren } from 'react'

/** WeChat stands around the pages. */
export function AppFrame({ children }: PropsWithChildren) {
  return <>{children}</>
}
