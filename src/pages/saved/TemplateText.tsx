import { Text, View } from '@tarojs/components'
import { parseTemplate } from '@/core/collections/template'

/** Characters that a row can show. */
const shownCharacters = 160

/** One line of a topic or payload, its variables in the accent colour. */
export function TemplateText({ children, className }: { children: string; className: string }) {
  const { parts } = parseTemplate(children.slice(0, shownCharacters).replace(/\s+/g, ' '))
  return (
    <View className={className}>
      {parts.map((part, index) =>
        part.kind === 'text' ? (
          <Text key={index}>{part.text}</Text>
        ) : (
          <Text key={index} className="tone-accent">
            {part.source}
          </Text>
        ),
      )}
    </View>
  )
}
