import { numberText } from '@/core/chart/numberText'
import { numberFields, seriesName } from '@/core/chart/series'
import type { ReceivedMessage } from '@/core/message/message'
import { openChart } from '@/features/charts/link'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

interface NumbersSheetProps {
  profileId: string
  message: ReceivedMessage
  onClose: () => void
}

/** The numbers of a message: one becomes a chart. */
export function NumbersSheet({ profileId, message: { topic, payload }, onClose }: NumbersSheetProps) {
  const t = useT()
  return (
    <Sheet title={t('chart.ofMessage')} onClose={onClose}>
      <CellGroup>
        {numberFields(payload).map(({ path, value }) => (
          <Cell
            key={path}
            icon="chart"
            title={seriesName({ topic, path })}
            value={numberText(value)}
            onClick={() => {
              onClose()
              openChart(profileId, { topic, path })
            }}
          />
        ))}
      </CellGroup>
    </Sheet>
  )
}
