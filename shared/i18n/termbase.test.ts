import { describe, expect, it } from 'vitest'
import { codes } from '../errors/index.ts'
import { timeWords } from '../units/index.ts'
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

/** Words a clinic must not be made to learn, and words that frighten or blame. Whole words, accents optional where people drop them. */
const forbidden = [
  /\bsnapshots?\b/iu,
  /\binstant[âa]neos?\b/iu,
  /\breposit[óo]rios?\b/iu,
  /\brepo\b/iu,
  /\bdestinos?\b/iu,
  /\brestaur\p{L}*/iu,
  /\brestore\b/iu,
  /\bponto de restaura/iu,
  /\bpoda\p{L}*/iu,
  /\bpurg\p{L}*/iu,
  /\besquecer\b/iu,
  /\babort\p{L}*/iu,
  /\bsucesso\b/iu,
  /\bfalh\p{L}*/iu,
  /\berros?\b/iu,
  /\bfatal\b/iu,
  /\bcr[íi]tic\p{L}*/iu,
  /\blogs?\b/iu,
  /\blocks?\b/iu,
  /\btrilha\b/iu,
  /\bbloquei\p{L}*|\bbloque\p{L}*|\bdesbloque\p{L}*/iu,
  /\boff-?line\b/iu,
  /\bon-?line\b/iu,
  /\bair-?gap\b/iu,
  /\boff-?site\b/iu,
  /\bpassphrase\b/iu,
  /\bchaves? criptogr[áa]fica/iu,
  /\bcriptograf\p{L}*/iu,
  /\bm[íi]dias?\b/iu,
  /\bunidade [A-Z]:/u,
  /\bintegridade\b/iu,
  /\bcheck\b/iu,
  /\bhash\p{L}*/iu,
  /\bdrill\b/iu,
  /\bRPO\b|\bRTO\b/u,
  /\breten[çc][ãa]o\b/iu,
  /\bmalware\b/iu,
  /\bwarning\b/iu,
  /\binv[áa]lid\p{L}*/iu,
  /\barquivos?\b/iu,
  /!/u,
] as const

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
})

function timeWordsOf(language: 'pt-BR'): Tree {
  return JSON.parse(JSON.stringify(timeWords[language]))
}
