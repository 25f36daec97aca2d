import { View } from '@tarojs/components'
import { Badge } from '@/ui/Badge'
import { EmptyState } from '@/ui/EmptyState'
import { Icon } from '@/ui/Icon'
import { icons, type IconName } from '@/ui/icons'
import { useT } from '@/ui/language'
import { Loading } from '@/ui/Loading'
import { Notice } from '@/ui/Notice'
import { StateMark } from '@/ui/StateMark'
import { Tag } from '@/ui/Tag'
import { Section } from './Section'

const tones = ['plain', 'ok', 'wait', 'bad', 'accent'] as const
const noticeTones = ['info', 'ok', 'wait', 'bad'] as const
const colors = [1, 2, 3, 4, 5, 6, 7, 8]
const iconNames = Object.keys(icons) as IconName[]
const iconSizes = [24, 20, 18, 16, 14] as const

/** What says something and is not touched. */
export function Marks() {
  const t = useT()
  return (
    <>
      <Section name="StateMark">
        <View className="gallery-line">
          <StateMark kind="online">{t('state.online')}</StateMark>
          <StateMark kind="resuming">{t('state.resuming')}</StateMark>
          <StateMark kind="retry">{t('state.retry', { seconds: 8 })}</StateMark>
          <StateMark kind="attention">{t('state.attention')}</StateMark>
          <StateMark kind="paused">{t('state.paused')}</StateMark>
        </View>
      </Section>
      <Section name="Notice">
        {noticeTones.map((tone) => (
          <Notice key={tone} tone={tone} title={t('reason.badCredentials')}>
            {t('reason.badCredentials.next')}
          </Notice>
        ))}
        <Notice>{t('connections.empty.text')}</Notice>
      </Section>
      <Section name="Tag, Badge">
        <View className="gallery-line">
          {tones.map((tone) => (
            <Tag key={tone} tone={tone}>
              {tone}
            </Tag>
          ))}
          <Badge count={1} />
          <Badge count={12} />
          <Badge count={1_000} />
          <Badge count={3} isMuted />
        </View>
      </Section>
      <Section name="--s1 … --s8">
        <View className="gallery-line">
          {colors.map((n) => (
            <View key={n} className="gallery-color" style={{ backgroundColor: `var(--s${n})` }} />
          ))}
        </View>
      </Section>
      <Section name="EmptyState">
        <EmptyState icon="homing" title={t('connections.empty.title')} text={t('connections.empty.text')} />
      </Section>
      <Section name="Loading">
        <Loading label={t('connections.loading')} />
      </Section>
      <Section name="Icon">
        <View className="gallery-icons">
          {iconNames.map((name) => (
            <View key={name} className="gallery-icon">
              <Icon name={name} />
              <View className="micro tone-3">{name}</View>
            </View>
          ))}
        </View>
        <View className="gallery-line">
          {iconSizes.map((size) => (
            <Icon key={size} name="homing" size={size} />
          ))}
          <Icon name="spin" size={20} className="spinning" />
        </View>
      </Section>
    </>
  )
}
