import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useContext, useEffect, type ReactNode } from 'react'
import { useT } from './language'
import { a11y } from './a11y'
import { AsideContext } from './aside'
import { classes } from './classes'
import { IconButton } from './IconButton'
import { platform } from './platform'
import { useWhileShown } from './useWhileShown'

interface NavBarProps {
  title: string
  /** A root page has a large title and no way back */
  isRoot?: boolean
  /** A quiet second line */
  subtitle?: ReactNode
  /** Icon buttons before the capsule */
  actions?: ReactNode
  /** Instead of one page back, e.g. to ask about unsaved changes */
  onBack?: () => void
  /** On white, for pages whose next bar is white too */
  isRaised?: boolean
}

/** Back, or to the first tab where there is no page before: a page may be opened by its address. */
export function goBack(): void {
  platform.letBack()
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.switchTab({ url: '/pages/connections/index' })
}

export function NavBar({ title, isRoot, subtitle, actions, onBack = goBack, isRaised }: NavBarProps) {
  const t = useT()
  const announced = useWhileShown(title)
  const isAside = useContext(AsideContext)
  useEffect(() => {
    if (!isAside) platform.announceTitle(announced)
  }, [announced, isAside])
  const { statusBarHeight, navHeight, capsuleReserve } = platform.topMetrics()
  return (
    <View
      className={classes('nav-bar', isRaised && 'is-raised')}
      style={{ paddingTop: statusBarHeight > 0 ? `${statusBarHeight}px` : undefined }}
    >
      <View
        className={classes('nav', isRoot && 'nav-root')}
        style={{ minHeight: `${navHeight}px`, paddingRight: `${capsuleReserve}px` }}
      >
        {!isRoot && <IconButton icon="back" label={t('common.back')} onClick={onBack} />}
        <View className="grow">
          <View
            className={classes(isRoot ? 'nav-title-root' : 'nav-title', subtitle !== undefined && 'nav-title-two')}
            {...a11y({ role: 'heading', level: 1 })}
          >
            {title}
          </View>
          {subtitle !== undefined && <View className="nav-subtitle">{subtitle}</View>}
        </View>
        {actions}
      </View>
    </View>
  )
}
