import { View } from '@tarojs/components'
import { formatPath, type JsonPath } from '@/core/payload/path'
import type { ValueNode } from '@/core/payload/tree'
import { tappable } from '@/ui/a11y'
import { useT } from '@/ui/language'
import { useCopy } from './useCopy'
import { copiedValue } from './treeRows'

/** Characters of a value that are written out when it is taken. */
const shownCharacters = 2_000

interface SelectedValueProps {
  path: JsonPath
  node: ValueNode
  /** absent where a chart cannot read it */
  onChart: ((path: string) => void) | undefined
}

/** What can be done with a value of the tree: its path and itself for the clipboard, and a chart of a number. */
export function SelectedValue({ path, node, onChart }: SelectedValueProps) {
  const t = useT()
  const copy = useCopy()
  const written = formatPath(path)
  const text = node.children ? '' : (node.text ?? '')
  return (
    <View className="detail-selected">
      <View className="detail-path">{written}</View>
      {text.length > 24 && <View className="detail-whole">{text.slice(0, shownCharacters)}</View>}
      <View className="detail-selected-actions">
        <View className="detail-action" onClick={() => copy(written)} {...tappable()}>
          {t('detail.copyPath')}
        </View>
        <View className="detail-action" onClick={() => copy(copiedValue(node))} {...tappable()}>
          {t('detail.copyValue')}
        </View>
        {onChart && node.value !== undefined && (
          <View className="detail-action" onClick={() => onChart(written)} {...tappable()}>
            {t('detail.chart')}
          </View>
        )}
      </View>
    </View>
  )
}
