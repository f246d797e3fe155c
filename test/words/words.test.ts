import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { helpText } from '#engine/cli/help.ts'
import { dictionaries as commandWords } from '#engine/cli/words.ts'
import { recordHtml } from '#engine/records/bundle/html.ts'
import { readMePage } from '#engine/setup/read-me-page.ts'
import { forbidden } from '#shared/i18n/forbidden-words.ts'
import type { Language } from '#shared/units/index.ts'
import { words as dialogWords } from '../../electron/main/words.ts'
import { allowedInEnglish, allowedInPortuguese } from './allowed.ts'
import { easeOf, sentencesOf, syllablesIn } from './reading.ts'
import { unknownWords } from './spelling.ts'
import { flatten, manual, type Passage, sentences, wordsOnly } from './text.ts'

// What people read, asked of a spell checker, of a reading formula and of our own list of words.

const portuguese = sentences('pt-BR')
const joined = (passages: readonly Passage[]) => passages.map(({ text }) => wordsOnly(text)).join('\n')
const pageOnEveryDisk = readMePage([{ name: 'restic', sha256: 'a'.repeat(64) }])
  .replace(/<style>[\s\S]*<\/style>/u, '')
  .replace(/<(code|pre)>[\s\S]*?<\/\1>/gu, '')
  .replace(/<(\w+) lang="en">[\s\S]*?<\/\1>/gu, '')

/** A patient's record as it is handed over, with all it can say beside the patient's own data. */
const recordTaken = [0, 1, 2]
  .map((count) =>
    recordHtml(
      {
        patient: { key: 'k', name: '', cpf: '', birth: '', sex: '' },
        fields: [],
        sections: [
          {
            title: '',
            rows: [{ date: '', isDeleted: true, fields: [], files: [{ kind: 'missing', label: '', original: '' }] }],
            withheld: count,
          },
          { title: '', rows: [], withheld: 0 },
        ],
        uncovered: count === 0 ? [] : [{ table: '', rows: count }],
        missingFiles: count,
      },
      { clinic: '', product: '', copyTakenAt: '', copyId: '', madeAt: '', person: '', reason: '' },
    ),
  )
  .join('\n')
  .replace(/<style>[\s\S]*?<\/style>/gu, '')
const onDisk = [recordTaken, pageOnEveryDisk].map((text) => wordsOnly(text).replace(/&\w+;/gu, ' '))

/** What the command line says, without what is typed into it. */
const commandsSay = (language: Language) =>
  joined(flatten(commandWords[language], 'command')).replace(/--[\w-]+|trash restore|\bFK\b/gu, ' ')

describe('spelling', () => {
  it('every Portuguese word is in the dictionary or among the names we use', () => {
    const text = [
      joined([...portuguese, ...flatten(dialogWords['pt-BR'], 'dialogs'), ...manual()]),
      commandsSay('pt-BR'),
      ...onDisk,
      // options and commands are code
      // what comes first on a line is typed, and so are options
      helpText('pt-BR', undefined)
        .replace(/^ +[a-z].*? {2,}|salvaguarda .*$|`[^`]*`/gmu, ' ')
        .replace(/\S*[-_/]\S*/gu, ' '),
    ].join('\n')
    expect(unknownWords(text, 'pt-BR').filter((word) => !allowedInPortuguese.has(word))).toEqual([])
  })

  it('every English word is in the dictionary or among the names we use', () => {
    const text = [joined([...sentences('en'), ...flatten(dialogWords.en, 'dialogs')]), commandsSay('en')].join('\n')
    expect(unknownWords(text, 'en').filter((word) => !allowedInEnglish.has(word))).toEqual([])
  })

  it('a slip is found behind a placeholder, a tag and a code', () => {
    const passage = {
      where: 'here',
      text: '{{count}} coopias de <b>imajens</b> (KIT_101, `restic`, leia-me.txt, ana@clinica.org)',
    }
    expect(unknownWords(joined([passage]), 'pt-BR')).toEqual(['coopias', 'imajens'])
  })

  it('no name is allowed that nobody uses', () => {
    const texts = [...portuguese, ...sentences('en'), ...manual()].map(({ text }) => text)
    const used = [...texts, pageOnEveryDisk, helpText('pt-BR', undefined)].join(' ')
    expect([...allowedInPortuguese, ...allowedInEnglish].filter((word) => !used.includes(word))).toEqual([])
  })
})

describe('reading', () => {
  const LONGEST = 25
  /** Longer than that, and why. */
  const meantLong: Readonly<Record<string, string>> = {
    'kit.sheet.technician': 'a command that the technician types stands in it',
  }
  const read = portuguese.flatMap(sentencesOf)

  it('no sentence of the app is longer than one breath', () => {
    const long = read.filter(({ where, words }) => words > LONGEST && !(where in meantLong))
    expect(long.map(({ where, words, text }) => `${where}, ${words} words: ${text}`)).toEqual([])
  })

  it('every exception is still needed', () => {
    const long = new Set(read.filter(({ words }) => words > LONGEST).map(({ where }) => where))
    expect(Object.keys(meantLong).filter((where) => !long.has(where))).toEqual([])
  })

  it('no sentence of the manual is longer than thirty words; the technician’s own page may be', () => {
    const pages = manual().filter(({ where }) => !where.includes('tecnico.md'))
    const long = pages.flatMap(sentencesOf).filter(({ words }) => words > 30)
    expect(long.map(({ where, words, text }) => `${where}, ${words} words: ${text}`)).toEqual([])
  })

  it('the whole is very easy to read, and no part of it is harder than easy', () => {
    expect(easeOf(read)).toBeGreaterThan(75)
    const parts = Map.groupBy(read, ({ where }) => where.split('.')[0])
    const hard = [...parts].map(([part, own]) => [part, easeOf(own)] as const).filter(([, ease]) => ease < 50)
    expect(hard).toEqual([])
  })

  it.each([
    ['sol', 1],
    ['saúde', 3],
    ['recuperação', 5],
    ['quatro', 2],
    ['que', 1],
    ['dia', 2],
    ['cópia', 2],
    ['teatro', 3],
    ['prontuário', 4],
  ])('%s has %i syllables', (word, count) => {
    expect(syllablesIn(word)).toBe(count)
  })
})

describe('what is handed over', () => {
  it('has none of the words that a clinic should not meet, and nothing counted as "one(s)"', () => {
    const offences = forbidden.filter((word) => word.test(wordsOnly(recordTaken))).map(String)
    expect(offences).toEqual([])
    const both = [...portuguese.map(({ text }) => text), ...sentences('en').map(({ text }) => text), recordTaken]
    expect(both.filter((text) => /\p{L}\((?:s|es|is)\)/u.test(text))).toEqual([])
  })
})

describe('the manual', () => {
  it('has none of the words that a clinic should not meet, but where it speaks to the technician', () => {
    const offences = manual('clinic').flatMap(({ where, text }) =>
      forbidden
        .filter((word) =>
          word.test(
            wordsOnly(text.replace(/^!\[/u, '['))
              .replace(/sequestro de arquivos/giu, '')
              .replace(/"!"|com !/gu, ''),
          ),
        )
        .map((word) => `${where} ${word}: ${text}`),
    )
    expect(offences).toEqual([])
  })
})

describe('dates, sizes and counts', () => {
  /** Files of the window that write one themselves, and why. */
  const own: Readonly<Record<string, string>> = {
    'renderer/screens/plan/use-words.ts': 'the names of months, "março de 2026"',
    'renderer/screens/plan/plan-tab.tsx': 'a day in the name of a file, which sorts by it',
  }
  const raw =
    /toLocale\w*String|toISOString|toUTCString|toFixed|Intl\.(?:DateTimeFormat|NumberFormat|RelativeTimeFormat)/u

  it('are said on every screen by the one place that knows how people say them', () => {
    const root = path.resolve(import.meta.dirname, '..', '..')
    const found = globSync('renderer/{app,parts,screens}/**/*.{ts,tsx}', { cwd: root })
      .filter((file) => !file.includes('.test.') && raw.test(readFileSync(path.join(root, file), 'utf8')))
      .map((file) => file.split(path.sep).join('/'))
    expect(found.sort()).toEqual(Object.keys(own).sort())
  })

  it('stand in no sentence as a machine writes them', () => {
    const machines = /\d{4}-\d{2}-\d{2}|\b\d{1,2}:\d{2} ?[ap]m\b|\bbytes\b|\b\d+ms\b/iu
    const offences = portuguese.filter(
      ({ where, text }) => machines.test(text.replace(/\{\{.*?\}\}/gu, '')) && !where.startsWith('units.'),
    )
    expect(offences).toEqual([])
  })
})
