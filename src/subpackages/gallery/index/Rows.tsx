import { View } from '@tarojs/components'
import { useState } from 'react'
import { parseAddress } from '@/core/profile/address'
import { AddressHint } from '@/ui/AddressHint'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { RowList } from '@/ui/RowList'
import { Sheet } from '@/ui/Sheet'
import { Switch } from '@/ui/Switch'
import { TabBar } from '@/ui/TabBar'
import { showToast } from '@/ui/toasts'
import { Section } from './Section'

const nothing = () => undefined
const rowHeight = 44

/** Rows, bars, and what comes over them. */
export function Rows() {
  const t = useT()
  return (
    <>
      <CellGroup header={t('editor.session')} aside="3 / 4" footer={t('editor.clientId.note')}>
        <Cell
          icon="edit"
          iconTone="accent"
          title={t('add.new')}
          note={t('add.new.note')}
          trail="chevron"
          onClick={nothing}
        />
        <Cell
          title={t('editor.keepSession')}
          value={<Switch isOn onChange={nothing} label={t('editor.keepSession')} />}
        />
        <Cell title={t('settings.language')} value={t('language.zh-CN')} trail="expand" onClick={nothing} />
        <Cell title={t('theme.dark')} isChosen onClick={nothing} />
        <Cell title={t('theme.light')} isChosen={false} onClick={nothing} />
        <Cell icon="trash" tone="bad" title={t('common.delete')} onClick={nothing} />
        <Cell tone="bad" isCentred title={t('editor.delete')} onClick={nothing} />
      </CellGroup>
      <Section name="AddressHint">
        <AddressHint parsed={parseAddress('mqtt://192.168.1.20:1883')} onUse={nothing} />
      </Section>
      <Section name="RowList">
        <View className="gallery-list">
          <RowList count={1_000} rowHeight={rowHeight} draw={(index) => <View className="li">{index + 1}</View>} />
        </View>
      </Section>
      <Section name="NavBar">
        <NavBar isRoot title={t('tab.connections')} />
        <NavBar isRaised title={t('editor.edit')} subtitle={t('state.online')} onBack={nothing} />
      </Section>
      <Section name="TabBar">
        <TabBar current="connections" />
      </Section>
      <Overlays />
    </>
  )
}

type Open = 'sheet' | 'choice' | 'confirm'

/** Opened by a button each: they take the screen. */
function Overlays() {
  const t = useT()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const toast = () =>
    showToast({ text: t('subs.deleted', { name: 'env' }), action: { label: t('common.undo'), run: nothing } })
  const names: Open[] = ['sheet', 'choice', 'confirm']
  return (
    <Section name="Sheet, ChoiceSheet, ConfirmSheet, Toast">
      <View className="gallery-line">
        {names.map((name) => (
          <Button key={name} variant="neutral" size="card" onClick={() => setOpen(name)}>
            {name}
          </Button>
        ))}
        <Button variant="neutral" size="card" onClick={toast}>
          {'toast'}
        </Button>
      </View>
      {open === 'sheet' && (
        <Sheet title={t('add.title')} onClose={close}>
          <CellGroup>
            <Cell icon="link" title={t('add.paste')} note={t('add.paste.note')} trail="chevron" onClick={close} />
          </CellGroup>
        </Sheet>
      )}
      {open === 'choice' && (
        <ChoiceSheet
          title={t('settings.theme')}
          options={[
            { value: 'light', label: t('theme.light') },
            { value: 'dark', label: t('theme.dark') },
          ]}
          value="dark"
          onChoose={close}
          onClose={close}
        />
      )}
      {open === 'confirm' && (
        <ConfirmSheet
          title={t('editor.leave.title')}
          text={t('editor.leave.text')}
          confirm={t('editor.leave.confirm')}
          isDangerous
          onConfirm={close}
          onClose={close}
        />
      )}
    </Section>
  )
}
