import { Text, View } from '@tarojs/components'
import type { StateKind } from '@/i18n/sessionWords'
import { a11y } from './a11y'
import { classes } from './classes'

/** A session's state: a shape of its own for each (disc, open ring, hollow ring, diamond, two bars) and words. */
export function StateMark({ kind, children }: { kind: StateKind; children: string }) {
  return (
    <View className={classes('state', `state-${kind}`)}>
      <View className="state-glyph" {...a11y({ isHidden: true })} />
      <Text>{children}</Text>
    </View>
  )
}
