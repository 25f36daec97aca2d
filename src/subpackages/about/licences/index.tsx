import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import '@/i18n/about/words'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { Sheet } from '@/ui/Sheet'
import { licences, licenceTexts } from './licences.data'
import './index.css'

type Licence = (typeof licences)[number]

/** Whose code is in the app besides its own, and under which licence. */
export default function LicencesPage() {
  const t = useT()
  const [shown, setShown] = useState<Licence>()
  const sheet = shown && <LicenceSheet licence={shown} onClose={() => setShown(undefined)} />
  return (
    <Page top={<NavBar title={t('about.licences')} />} overlay={sheet}>
      <View className="page-lead" />
      <CellGroup footer={t('about.licences.note')}>
        {licences.map((licence) => (
          <Cell
            key={licence.name}
            className="licence"
            title={licence.name}
            value={licence.spdx}
            trail="chevron"
            onClick={() => setShown(licence)}
          />
        ))}
      </CellGroup>
      <View className="page-end" />
    </Page>
  )
}

function LicenceSheet({ licence, onClose }: { licence: Licence; onClose: () => void }) {
  return (
    <Sheet title={licence.name} onClose={onClose}>
      <View className="licence-text">
        {licence.copyright !== '' && (
          <Text className="licence-copyright" userSelect>
            {licence.copyright}
          </Text>
        )}
        {(licenceTexts[licence.text] ?? '').split('\n').map((paragraph, i) => (
          <View key={i} className="licence-paragraph">
            {paragraph}
          </View>
        ))}
      </View>
    </Sheet>
  )
}
