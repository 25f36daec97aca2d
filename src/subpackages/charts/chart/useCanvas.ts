import Taro from '@tarojs/taro'
import { useCallback, useEffect, useState } from 'react'
import { canvasPlatform } from './canvasPlatform'
import type { CanvasNode, Pen } from './canvasTypes'

/** A canvas that is there to be drawn on, and where it lies on the page. */
export interface ReadyCanvas {
  pen: Pen
  /** pixels of the device to a point */
  scale: number
  left: number
  width: number
  height: number
}

/** Taro's element on H5 makes its canvas some turns after it stands in the page */
const attempts = 40
const attemptMs = 50

/** The canvas of an id, once it has a size; a new object when that has changed. */
export function useCanvas(id: string): ReadyCanvas | undefined {
  const [canvas, setCanvas] = useState<ReadyCanvas>()
  const measure = useCallback(
    (isWanted: () => boolean) => {
      const look = (left: number) => {
        if (!isWanted()) return
        find(id, (found) => {
          if (!isWanted()) return
          if (found) setCanvas(found)
          else if (left > 0) setTimeout(() => look(left - 1), attemptMs)
        })
      }
      look(attempts)
    },
    [id],
  )
  useEffect(() => {
    let isWanted = true
    Taro.nextTick(() => measure(() => isWanted))
    const stop = canvasPlatform.onResize(() => measure(() => isWanted))
    return () => {
      isWanted = false
      stop()
    }
  }, [measure])
  return canvas
}

function find(id: string, done: (canvas: ReadyCanvas | undefined) => void): void {
  const query = Taro.createSelectorQuery()
  query.select(`#${id}`).node()
  query.select(`#${id}`).boundingClientRect()
  query.exec((answers: readonly unknown[]) => {
    const node = (answers[0] as { node?: CanvasNode } | null | undefined)?.node
    const rect = answers[1] as { left: number; width: number; height: number } | null | undefined
    const pen = node?.getContext('2d')
    if (!node || !pen || !rect || rect.width === 0) return done(undefined)
    const scale = Taro.getWindowInfo().pixelRatio
    node.width = Math.round(rect.width * scale)
    node.height = Math.round(rect.height * scale)
    done({ pen, scale, left: rect.left, width: rect.width, height: rect.height })
  })
}
