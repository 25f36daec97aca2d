import Taro from '@tarojs/taro'
import { Listeners } from '../listeners'
import type { MemoryPort } from './types'

const listeners = new Listeners<[]>()

Taro.onMemoryWarning(() => listeners.tell())

/** WeChat: wx.onMemoryWarning (2.0.2). The level is Android's alone, and each of them is a warning. */
export const memory: MemoryPort = { onWarning: (listener) => listeners.add(listener) }
