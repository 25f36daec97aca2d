import { View } from '@tarojs/components'
import type { zhCN } from '@/i18n/frame/zh-CN'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

type Key = keyof typeof zhCN
type Group = [title: Key, shortcuts: [words: Key, ...keys: string[]][]]

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

const groups: Group[] = [
  [
    'keys.everywhere',
    [
      ['keys.rows', 'J', 'K'],
      ['keys.open', 'Enter'],
      ['keys.back', 'Esc'],
      ['keys.tabs', '1', '2', '3'],
      ['keys.help', '?'],
    ],
  ],
  [
    'keys.messages',
    [
      ['keys.search', '/'],
      ['keys.compose', 'C'],
      ['keys.publish', `${modifier} Enter`],
      ['keys.previous', '[', ']'],
    ],
  ],
]

/** What the keyboard can do, in the words of the person. */
export function ShortcutsSheet({ onClose }: { onClose: () => void }) {
  const t = useT()
  return (
    <Sheet title={t('keys.title')} onClose={onClose}>
      {groups.map(([title, shortcuts]) => (
        <CellGroup key={title} header={t(title)}>
          {shortcuts.map(([words, ...keys]) => (
            <Cell
              key={words}
              title={t(words)}
              value={
                <>
                  {keys.map((key) => (
                    <View key={key} className="keys-key">
                      {key}
                    </View>
                  ))}
                </>
              }
            />
          ))}
        </CellGroup>
      ))}
    </Sheet>
  )
}
