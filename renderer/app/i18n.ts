import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { dictionaries, namespaces } from '#shared/i18n/index.ts'
import type { Language } from '#shared/units/index.ts'

/** The sentences of the window in one language, ready at once: nothing is loaded later. */
export function createWords(language: Language): i18n {
  const words = createInstance()
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    supportedLngs: ['pt-BR', 'en'],
    resources: dictionaries,
    ns: [...namespaces],
    defaultNS: 'common',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  })
  return words
}
