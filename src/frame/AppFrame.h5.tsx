import { View } from '@tarojs/components'
import { lazy, Suspense, useEffect, useState, type PropsWithChildren } from 'react'
import { useT } from '@/ui/language'
import { useIsWide } from '@/ui/wide'
import { keepFrontShown } from './frontPage'
import { whenIdle } from './idle'
import { Part, tellUnfetched } from './Part'
import { keepScale } from './scale'
import './frame.css'

/** The list's code is the page's own: asked for from here it is no copy. */
const Side = lazy(async () => {
  const [{ Side: Drawn }, { Connections }] = await Promise.all([
    import('./wide/Side'),
    import('@/pages/connections/index'),
  ])
  return { default: () => <Drawn list={Connections} /> }
})
/** What cannot be fetched is done without: left to React it would take the whole app off the screen. */
const Later = lazy(() =>
  import('./Later').then(
    ({ Later: Drawn }) => ({ default: Drawn }),
    () => ({ default: () => null }),
  ),
)

/**
 * What stands around the pages on H5: beside them in a wide window the connections, and, once the first screen is there,
 * what keeps the app offline and listens to the keyboard. The pages stay the last of three, whatever the window does: React
 * must not take them for others.
 */
export function AppFrame({ children }: PropsWithChildren) {
  const isWide = useIsWide()
  const [isLater, setLater] = useState(false)
  const t = useT()
  useEffect(keepFrontShown, [])
  useEffect(keepScale, [])
  useEffect(() => tellUnfetched(t), [t])
  // after the first screen, which none of it is needed for
  useEffect(() => whenIdle(() => setLater(true)), [])
  return (
    <>
      {isWide && (
        <View className="frame-side">
          <Part>
            <Side />
          </Part>
        </View>
      )}
      <Suspense fallback={null}>{isLater && <Later />}</Suspense>
      {children}
    </>
  )
}
