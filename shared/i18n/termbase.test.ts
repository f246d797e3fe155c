import { describe, expect, it } from 'vitest'
import { codes } from '../errors/index.ts'
import { timeWords } from '../units/index.ts'
import { forbidden } from './forbidden-words.ts'
import { dictionaries } from './index.ts'

type Tree = { readonly [key: string]: string | Tree }

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const name = prefix === '' ? key : `${prefix}.${key}`
    if (typeof value === 'string') all.set(name, value)
    else for (const [inner, text] of flatten(value, name)) all.set(inner, text)
  }
  return all
}

/** Sentences that may hold one of those words, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'kit.sheet.technician': 'addressed to the technician, who needs the real name of the format',
  'errors.VAULT_104.safe': 'the technician takes out this very file of the keys folder',
  'errors.VAULT_104.todo': 'the same',
  'errors.VAULT_107.safe': 'a control file of the vault, not a document of the clinic',
}

const source = flatten(dictionaries['pt-BR'])
const english = flatten(dictionaries.en)

describe('termbase', () => {
  const everything = new Map([...source, ...flatten(timeWordsOf('pt-BR'), 'units')])
  const offences = [...everything]
    .filter(([key]) => !(key in exceptions))
    .flatMap(([key, text]) => forbidden.filter((word) => word.test(text)).map((word) => `${key} ${word}: ${text}`))

  it('no sentence uses a word that the clinic should not meet', () => {
    expect(offences).toEqual([])
  })

  it('every exception is still needed', () => {
    const idle = Object.keys(exceptions).filter((key) => !forbidden.some((word) => word.test(source.get(key) ?? '')))
    expect(idle).toEqual([])
  })

  it('English does not shout either', () => {
    expect([...english.values()].filter((text) => text.includes('!'))).toEqual([])
  })
})

describe('both languages', () => {
  it('have the same sentences', () => {
    expect([...english.keys()].sort()).toEqual([...source.keys()].sort())
  })

  it('fill the same placeholders', () => {
    const names = (text: string | undefined): string[] => (text?.match(/\{\{\s*\w+/gu) ?? []).sort()
    const unequal = [...source].filter(([key, text]) => names(text).join() !== names(english.get(key)).join())
    expect(unequal.map(([key]) => key)).toEqual([])
  })

  it('are not the same text by oversight', () => {
    const meant = new Set([
      'common.appName',
      'app.openMenu',
      'people.roles.auditor',
      'app.preferences.portuguese',
      'app.preferences.english',
      'databases.kinds.postgresql',
      'databases.kinds.firebird',
      'databases.kinds.sql-server',
    ])
    const same = [...source].filter(
      ([key, text]) =>
        !meant.has(key) && /\p{L}{4}/u.test(text.replace(/\{\{.*?\}\}/gu, '')) && english.get(key) === text,
    )
    expect(same.map(([key]) => key)).toEqual([])
  })

  it.each(Object.keys(codes))('say %s in full', (code) => {
    for (const language of [source, english])
      for (const part of ['safe', 'todo']) expect(language.get(`errors.${code}.${part}`)).toMatch(/\.$/u)
  })

  it('have a plural for every singular', () => {
    const lone = [...source.keys()].filter(
      (key) => key.endsWith('_one') && !source.has(key.replace(/_one$/u, '_other')),
    )
    expect(lone).toEqual([])
  })

  it('have a singular for every plural', () => {
    const lone = [...source.keys()].filter(
      (key) => key.endsWith('_other') && !source.has(key.replace(/_other$/u, '_one')),
    )
    expect(lone).toEqual([])
  })

  it('say how many also in the singular, which in Portuguese stands for none, too', () => {
    /** Never asked about none. */
    const always = [
      'settings.keeping.dailyLast_one',
      'settings.keeping.weeklyLast_one',
      'settings.keeping.monthlyLast_one',
      'settings.keeping.yearlyLast_one',
      'databases.found_one',
      'home.skips.SRC_107_one',
      'home.healing.mendable_one',
      'home.notices.days_one',
    ]
    const mute = [...source].filter(([key, text]) => key.endsWith('_one') && !text.includes('{{'))
    expect(mute.map(([key]) => key).filter((key) => !always.includes(key))).toEqual([])
  })
})

function timeWordsOf(language: 'pt-BR'): Tree {
  return JSON.parse(JSON.stringify(timeWords[language]))
}
