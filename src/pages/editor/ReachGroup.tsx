import type { ParsedAddress } from '@/core/profile/address'
import { reachable, reachOf, type Reach } from '@/core/profile/reach'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Tag } from '@/ui/Tag'

const weappTags = { lan: 'ok', listed: 'listed', debug: 'debug', loopback: 'debug' } as const
const h5Tags = { certificate: 'ok', ownCertificate: 'limited', http: 'limited', loopback: 'limited' } as const

type TagName = (typeof weappTags)[Reach['weapp']] | (typeof h5Tags)[Reach['h5']]

function ReachTag({ name }: { name: TagName }) {
  const t = useT()
  return <Tag tone={name === 'ok' ? 'ok' : 'wait'}>{t(`reach.tag.${name}`)}</Tag>
}

/** Which platforms can open the address at all. Nothing while there is none. */
export function ReachGroup({ parsed }: { parsed: ParsedAddress }) {
  const t = useT()
  const subject = reachable(parsed)
  if (!subject) return null
  const { weapp, h5 } = reachOf(subject.url)
  const scheme = subject.url.slice(0, subject.url.indexOf(':'))
  return (
    <CellGroup header={t('reach.title')} aside={subject.isFix ? t('reach.afterFix', { scheme }) : undefined}>
      <Cell
        className="li-reach"
        title={t('reach.weapp')}
        note={t(`reach.weapp.${weapp}`)}
        value={<ReachTag name={weappTags[weapp]} />}
      />
      <Cell
        className="li-reach"
        title={t('reach.h5')}
        note={t(`reach.h5.${h5}`)}
        value={<ReachTag name={h5Tags[h5]} />}
      />
    </CellGroup>
  )
}
