import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { dictionaries } from '#shared/i18n/index.ts'
import { type Language, timeWords } from '#shared/units/index.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

/** A piece of text that people read, and where it stands. */
export type Passage = { readonly where: string; readonly text: string }
type Tree = { readonly [key: string]: string | readonly string[] | Tree }

/** Every sentence of the app in one language, the words of dates and lengths among them. */
export const sentences = (language: Language): readonly Passage[] => [
  ...flatten(dictionaries[language], ''),
  ...flatten(timeWords[language], 'units'),
]

/** Every text of a tree, named by its keys. */
export function flatten(tree: Tree | readonly string[], prefix: string): readonly Passage[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const where = prefix === '' ? key : `${prefix}.${key}`
    return typeof value === 'string' ? [{ where, text: value }] : flatten(value, where)
  })
}

/** The manual, a passage for each line; for the clinic alone, without what stands under a heading for the technician. Blocks of code are left out. */
export const manual = (reader: 'all' | 'clinic' = 'all'): readonly Passage[] =>
  readdirSync(path.join(ROOT, 'docs', 'manual'))
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => linesOf(path.join('docs', 'manual', name), reader))

function linesOf(file: string, reader: 'all' | 'clinic'): readonly Passage[] {
  let isCode = false
  let technicalLevel = 0
  return readFileSync(path.join(ROOT, file), 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      if (text.startsWith('```')) isCode = !isCode
      const level = isCode ? 0 : (/^(#+) /u.exec(text)?.[1]?.length ?? 0)
      if (level > 0 && (technicalLevel === 0 || level <= technicalLevel))
        technicalLevel = /técnico|Sem o Salvaguarda/iu.test(text) ? level : 0
      const isLeftOut = isCode || text.startsWith('```') || (reader === 'clinic' && technicalLevel > 0)
      return isLeftOut ? [] : [{ where: `${file}:${index + 1}`, text }]
    })
}

/** Only what is language: without placeholders, tags, code, addresses, file names and the codes of failures. */
export const wordsOnly = (text: string): string =>
  text
    .replace(/\{\{.*?\}\}/gu, ' ')
    .replace(/`[^`]*`/gu, ' ')
    .replace(/\]\([^)]*\)/gu, '] ')
    .replace(/<[^>]*>/gu, ' ')
    .replace(/\b[A-Z]{2,}_\d+\b|\b(?=[a-f]*\d)[\da-f]{6,}\b/gu, ' ')
    .replace(/\S*(?:@|:\/\/|\/\S+\.|\\)\S*/gu, ' ')
    .replace(/\b[\w-]+\.(?:html|json|txt|pdf|jpg|md|zip|exe|sql|db|com|br|org|local)\b/giu, ' ')
