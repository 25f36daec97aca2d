import { Text, View } from '@tarojs/components'
import { a11y } from './a11y'
import { classes } from './classes'

export type StateMarkKind = 'online' | 'resuming' | 'retry' | 'attention' | 'paused'

/** A session's state: a shape of its own for each (disc, open ring, hollow ring, diamond, two bars) and words. */
export function StateMark({ kind, children }: { kind: StateMarkKind; children: string }) {
  return (
    <View className={classes('state', `state-${kind}`)}>
      <View className="state-glyph" {...a11y({ isHidden: true })} />
      <Text>{children}</Text>
    </View>
  )
}
