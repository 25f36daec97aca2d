/** Containers of the realm that owns the data, so that the app sees its own objects. */
export interface Containers {
  object(): Record<string, unknown>
  array(): unknown[]
}

export const ownContainers: Containers = { object: () => ({}), array: () => [] }

/**
 * Splits a data path: `root.cn[0].p1` → `['root', 'cn', 0, 'p1']`. Taro also writes `cn.[0]`.
 * https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html#Page-prototype-setData-Object-data-Function-callback
 */
export function parseDataPath(path: string): Array<string | number> {
  const steps: Array<string | number> = []
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    steps.push(index === undefined ? String(name) : Number(index))
  }
  return steps
}

/** Applies what `setData` was given to `data`; values are taken as they are. */
export function applyData(data: Record<string, unknown>, patch: Record<string, unknown>, make = ownContainers): void {
  for (const [path, value] of Object.entries(patch)) {
    const steps = parseDataPath(path)
    let container = data as Record<string | number, unknown>
    steps.forEach((step, at) => {
      const next = steps[at + 1]
      if (next === undefined) container[step] = value
      else {
        const member = container[step]
        if (typeof member !== 'object' || member === null) {
          container[step] = typeof next === 'number' ? make.array() : make.object()
        }
        container = container[step] as Record<string | number, unknown>
      }
    })
  }
}
