import { ScrollView, View } from '@tarojs/components'
import { useState } from 'react'
import type { Language } from '@/i18n/t'
import { ThemeProvider } from '@/ui/appearance'
import { classes } from '@/ui/classes'
import { LanguageProvider } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import type { Theme } from '@/ui/platformTypes'
import { Segmented } from '@/ui/Segmented'
import { Toast } from '@/ui/Toast'
import { Controls } from './Controls'
import { Marks } from './Marks'
import { Rows } from './Rows'
import './index.css'

const languages: Language[] = ['zh-CN', 'en']
const themes: Theme[] = ['light', 'dark']
const scales = [1, 1.24, 1.4]

const named = <T extends string | number>(values: readonly T[]) =>
  values.map((value) => ({ value, label: String(value) }))

/** Every component of the kit in every state. It is there while the app is developed and in no production build. */
export default function GalleryPage() {
  const [language, setLanguage] = useState<Language>('zh-CN')
  const [theme, setTheme] = useState<Theme>('light')
  const [scale, setScale] = useState(1)
  // the custom property is no member of CSSProperties
  const style = { '--ts': String(scale) } as Record<string, string>
  return (
    <LanguageProvider choice={language}>
      <ThemeProvider theme={theme}>
        <View className={classes('page', theme, scale >= 1.15 && 'is-large')} style={style}>
          <View className="page-column">
            <NavBar title={'src/ui'} />
            <View className="gallery-choices">
              <Segmented options={named(languages)} value={language} onChange={setLanguage} label={'language'} />
              <Segmented options={named(themes)} value={theme} onChange={setTheme} label={'theme'} />
              <Segmented options={named(scales)} value={scale} onChange={setScale} label={'--ts'} />
            </View>
            <ScrollView scrollY className="page-scroll">
              <Marks />
              <Controls />
              <Rows />
              <View className="page-end" />
            </ScrollView>
            <Toast />
            <View className="page-safe" />
          </View>
        </View>
      </ThemeProvider>
    </LanguageProvider>
  )
}
