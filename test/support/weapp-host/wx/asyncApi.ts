import type { WxContext } from './context'

/** The argument of an asynchronous `wx` function; it comes from the realm. */
export type ApiOptions = Record<string, unknown>

/** Thrown by an implementation to reach `fail`: the text after `name:fail `. */
export class ApiFailure extends Error {
  constructor(
    message: string,
    readonly errno?: number,
  ) {
    super(message)
  }
}

export type ApiBody = (options: ApiOptions) => object | void | Promise<object | void>

/**
 * One asynchronous `wx` function: answers through `success`, `fail` and `complete`, or with a promise when none of them
 * is given. https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html
 * When the answer comes is left open by WeChat: after 0 to 4 ms here, by the seed.
 */
export function asyncApi(context: WxContext, name: string, body: ApiBody): (options?: ApiOptions) => unknown {
  return (options = {}) => {
    if (isCallbackStyle(options)) {
      void settle(context, name, body, options)
      return undefined
    }
    return context.realm.newPromise((resolve, reject) => {
      void settle(context, name, body, {
        success: resolve,
        fail: reject,
        ...options,
      })
    })
  }
}

/** Calls `success` or `fail`, then `complete`, as one later task of the realm. */
export function answer(context: WxContext, options: ApiOptions, isOk: boolean, result: object): void {
  context.clock.setTimeout(() => {
    context.realm.call(isOk ? options.success : options.fail, undefined, result)
    context.realm.call(options.complete, undefined, result)
  }, context.random.below(5))
}

const isCallbackStyle = (options: ApiOptions) =>
  [options.success, options.fail, options.complete].some((callback) => typeof callback === 'function')

async function settle(context: WxContext, name: string, body: ApiBody, options: ApiOptions): Promise<void> {
  try {
    const result = await body(options)
    answer(context, options, true, { errMsg: `${name}:ok`, ...result })
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    const errno = error.errno === undefined ? {} : { errno: error.errno }
    answer(context, options, false, { errMsg: `${name}:fail ${error.message}`, ...errno })
  }
}
