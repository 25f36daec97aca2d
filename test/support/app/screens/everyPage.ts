import { translator, type Language } from '../../../../src/i18n/t'
import { pages } from './lists/common'
import { wordsOf } from './people'

/** The address of each page but the message's, and words that are there once it is drawn: before, its records may not have been read. */
export function everyPage(language: Language): readonly (readonly [address: string, words: string])[] {
  const t = translator(language)
  const { greenhouse, fan } = wordsOf(language)
  return [
    [pages.connections, greenhouse],
    [pages.saved, fan],
    [pages.settings, t('storage.clean')],
    [pages.editor(), t('editor.save')],
    [pages.editor('?id=greenhouse'), t('editor.part.host')],
    [pages.messages(), t('publish.to')],
    [pages.messages('cold'), t('publish.to')],
    [pages.topics(), t('topics.seen')],
    [pages.chart('&topic=greenhouse%2F1%2Fenv&path=temp'), t('chart.mean')],
    [pages.doctor('cold'), t('doctor.again')],
    [pages.search('E-204'), t('search.time')],
    [pages.events(), t('eventLog.allConnections')],
    [pages.share(), t('share.secret')],
    [pages.takeOver(), t('profileImport.about')],
    [pages.backup, t('backup.secret')],
    [pages.transfer(), t('export.privacy')],
    [pages.logFile, t('import.about')],
    [pages.savedEdit('?id=fan'), t('saved.payload')],
    [pages.about, t('about.tagline')],
    [pages.licences, 'mqtt'],
  ]
}
