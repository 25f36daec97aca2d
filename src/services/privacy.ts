import { AppError, type ErrorCode } from '@/core/errors'

/**
 * Why something private could not be had: the person or WeChat has refused it, else `otherwise`. WeChat asks by itself, at
 * the tap, and tells by errno 104 and 112.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
export function refusalOf(cause: unknown, otherwise: ErrorCode): AppError {
  const { errMsg = '', errno } = (cause ?? {}) as { errMsg?: string; errno?: number }
  if (errno === 104 || /privacy permission is not authorized/i.test(errMsg)) {
    return new AppError('privacyRefused', { cause, isRetriable: true })
  }
  if (errno === 112 || /not declared in the privacy agreement/i.test(errMsg)) {
    return new AppError('privacyUndeclared', { cause })
  }
  return new AppError(otherwise, { cause, isRetriable: true })
}
