import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Chip } from '@/ui/Chip'
import { Field } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Segmented } from '@/ui/Segmented'
import { Switch } from '@/ui/Switch'
import { Tool } from '@/ui/Tool'
import { Section } from './Section'

const variants = ['primary', 'soft', 'neutral', 'danger-soft', 'wait-soft', 'text'] as const
const nothing = () => undefined

/** What is touched: buttons, fields, choices. */
export function Controls() {
  const t = useT()
  return (
    <>
      <Section name="Button">
        {variants.map((variant) => (
          <View key={variant} className="gallery-line">
            <Button variant={variant} className="grow" icon="plug" onClick={nothing}>
              {t('editor.save')}
            </Button>
            <Button variant={variant} size="card" onClick={nothing}>
              {t('common.retry')}
            </Button>
            <Button variant={variant} size="pill" onClick={nothing}>
              {t('state.now')}
            </Button>
          </View>
        ))}
        <View className="gallery-line">
          <Button className="grow" isBusy onClick={nothing}>
            {t('state.connecting')}
          </Button>
          <Button className="grow" isDisabled onClick={nothing}>
            {t('editor.save')}
          </Button>
        </View>
      </Section>
      <Section name="IconButton">
        <View className="gallery-line">
          <IconButton icon="plus" label={t('connections.add')} onClick={nothing} />
          <IconButton icon="x" size={20} tone="quiet" label={t('common.close')} onClick={nothing} />
          <IconButton icon="plus" size={18} tone="accent" label={t('connections.add')} onClick={nothing} />
          <IconButton icon="trash" isDisabled label={t('common.delete')} onClick={nothing} />
        </View>
      </Section>
      <Fields />
      <Choices />
    </>
  )
}

function Fields() {
  const t = useT()
  const [text, setText] = useState('greenhouse/1/env')
  const field = { onChange: setText, label: t('publish.topic') }
  return (
    <Section name="Field">
      <Field {...field} value="" placeholder={t('subs.filter.placeholder')} />
      <Field {...field} value={text} hasClear />
      <Field {...field} value={text} isMono isTall />
      <Field {...field} value={text} warning />
      <Field {...field} value={text} error={t('subs.problem.hashNotLast')} />
      <Field {...field} value={text} isSecret label={t('editor.password')} />
    </Section>
  )
}

function Choices() {
  const t = useT()
  const [isOn, setOn] = useState(true)
  const [qos, setQos] = useState<0 | 1 | 2>(1)
  const options = ([0, 1, 2] as const).map((value) => ({ value, label: t('publish.qos', { qos: value }) }))
  return (
    <>
      <Section name="Switch, Segmented">
        <View className="gallery-line">
          <Switch isOn={isOn} onChange={setOn} label={t('publish.retain')} />
          <Switch isOn={!isOn} onChange={(next) => setOn(!next)} label={t('publish.retain')} />
        </View>
        <Segmented options={options} value={qos} onChange={setQos} label={t('subs.qos')} />
        <Segmented options={options} value={qos} onChange={setQos} label={t('subs.qos')} isTall />
      </Section>
      <Section name="Tool">
        <View className="foot tools">
          <Tool icon="copy" label={t('common.copy')} onClick={nothing} />
          <Tool icon="pin" label={t('keep.do')} isDisabled onClick={nothing} />
          <Tool icon="send" label={t('messages.publishAgain')} tone="accent" onClick={nothing} />
          <Tool icon="trash" label={t('common.delete')} tone="bad" onClick={nothing} />
        </View>
      </Section>
      <Section name="Chip">
        <View className="gallery-line">
          <Chip isSelected={isOn} count="3,528" onClick={() => setOn(!isOn)}>
            {t('messages.all')}
          </Chip>
          <Chip isSelected={!isOn} color={1} count="14" onClick={() => setOn(!isOn)}>
            {t('messages.retained')}
          </Chip>
          <Chip color={5} onClick={nothing}>
            {t('keep.chip')}
          </Chip>
        </View>
      </Section>
    </>
  )
}
