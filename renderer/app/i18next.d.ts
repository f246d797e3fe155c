import 'i18next'
import type { Dictionary } from '#shared/i18n/index.ts'

// A key that no dictionary has, or a sentence whose blank is not filled, is a type error.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    returnNull: false
    strictKeyChecks: true
    resources: Dictionary
  }
}
