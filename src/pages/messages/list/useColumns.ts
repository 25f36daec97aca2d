import { useRoom } from '@/ui/appearance'

/** Width of a character of the 12 point monospaced font */
export const columnWidth = 7.25
/** Pages are not wider, see `.page-column` */
const pageWidth = 560

/** How many columns of a topic fit into the page's width less what stands beside it, in points at text scale 1. */
export function useColumns(beside: number): number {
  const { width, scale } = useRoom()
  return Math.max(
    8,
    Math.floor((Math.min(pageWidth, width) - beside * (1 + (scale - 1) * 0.6)) / (columnWidth * scale)),
  )
}
