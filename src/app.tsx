import { useEffect, type PropsWithChildren } from 'react'
import { ThemeProvider } from '@/ui/appearance'
import { LanguageProvider } from '@/ui/language'
import { platform } from '@/ui/platform'
import './app.css'

export default function App({ children }: PropsWithChildren) {
  useEffect(() => platform.tapByKeyboard(), [])
  return (
    <LanguageProvider choice="system">
      <ThemeProvider theme="system">{children}</ThemeProvider>
    </LanguageProvider>
  )
}
