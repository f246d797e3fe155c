import type { Language } from '../units/index.ts'
import * as en from './en/index.ts'
import * as ptBr from './pt-br/index.ts'
import type { SameShape } from './shape.ts'

/** Every sentence of the app by namespace; the Portuguese one is the source whose keys `t()` knows. */
export type Dictionary = typeof ptBr
export type Namespace = keyof Dictionary

/** Pure data: the window and main each hand this to their own i18next. */
export const dictionaries: Readonly<Record<Language, SameShape<Dictionary>>> = { 'pt-BR': ptBr, en }
export const namespaces = Object.keys(ptBr) as readonly Namespace[]
