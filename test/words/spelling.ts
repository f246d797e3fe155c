import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Language } from '#shared/units/index.ts'

const HOME = path.resolve(import.meta.dirname, '..', '..', '.cache', 'peers', 'hunspell')
const DICTIONARY: Readonly<Record<Language, string>> = { 'pt-BR': 'pt_BR', en: 'en_GB' }

/** The words of a text that no dictionary of the language has. Throws when there is no spell checker: nothing was looked at then. */
export function unknownWords(text: string, language: Language): readonly string[] {
  const own = process.env.SALVAGUARDA_HUNSPELL
  const program = own ?? path.join(HOME, 'hunspell')
  if (!existsSync(program))
    throw new Error(
      `The spell checker is missing (${program}). Run "node build/scripts/peers.mjs" on Debian; elsewhere install Hunspell with the dictionaries pt_BR and en_GB and set SALVAGUARDA_HUNSPELL to the program.`,
    )
  const dictionary = own ? DICTIONARY[language] : path.join(HOME, 'usr', 'share', 'hunspell', DICTIONARY[language])
  const found = execFileSync(program, ['-i', 'utf-8', '-d', dictionary, '-l'], { input: text, encoding: 'utf8' })
  return [...new Set(found.split('\n').filter((word) => word !== ''))].sort()
}
