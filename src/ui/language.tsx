import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { languageOf, translator, type Language, type Translate } from '@/i18n/t'
import { platform } from './platform'

const LanguageContext = createContext<Language>('zh-CN')

interface LanguageProviderProps {
  choice: Language | 'system'
  children: ReactNode
}

/** Stands at the root of the app; everything below speaks the chosen language at once. */
export function LanguageProvider({ choice, children }: LanguageProviderProps) {
  const [system, setSystem] = useState(() => platform.systemLanguage())
  useEffect(() => platform.onLanguageChange(() => setSystem(platform.systemLanguage())), [])
  const language = choice === 'system' ? languageOf(system) : choice
  useEffect(() => platform.announceLanguage(language), [language])
  return <LanguageContext.Provider value={language}>{children}</LanguageContext.Provider>
}

export function useLanguage(): Language {
  return useContext(LanguageContext)
}

/** Looks up words in the language in use; the caller is drawn again when it changes. */
export function useT(): Translate {
  const language = useLanguage()
  return useMemo(() => translator(language), [language])
}
