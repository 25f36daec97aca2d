import type { DecodeFailure } from '@/core/payload/tree'
import type { JsonFailure } from '@/core/payload/json/decodeJson'
import type { Translate } from '@/i18n/t'

/** Why a payload cannot be read as what it should be, and where. */
export function failureWords(failure: DecodeFailure | JsonFailure, t: Translate): string {
  const { code, offset, line, column, detail } = failure
  const place =
    line !== undefined && column !== undefined
      ? t('detail.at.line', { line, column })
      : t('detail.at.byte', { offset: `0x${offset.toString(16)}`, n: offset })
  const reason = 'reason' in failure ? t(`detail.json.${failure.reason}`) : t(`detail.failure.${code}`)
  const found = detail !== undefined && detail !== '' ? ` · ${detail}` : ''
  return `${place}${t('common.comma')}${reason}${found}`
}
