import { describe, expect, it } from 'vitest'
import type { Language } from '#shared/units/index.ts'
import { words as dialogWords } from '../../electron/main/words.ts'
import { flatten, manual, sentences } from './text.ts'

// A name that somebody is told to look for stands on a screen, letter by letter: in bold in the manual, in “ ” in the sentences of the app.

/** Without the capital and the full stop that a name has only where it stands alone. */
function bare(text: string): string {
  const clean = text.replace(/[.:;,]+$/u, '').trim()
  return clean.charAt(0).toLowerCase() + clean.slice(1)
}

/** Asks whether a name is one of the app's sentences. Where "…" ends it, or `isBeginning`, the app fills in the rest. */
function namesOf(language: Language): (name: string, isBeginning?: boolean) => boolean {
  const all = [...sentences(language), ...flatten(dialogWords[language], 'dialogs')].map(({ text }) => bare(text))
  const whole = new Set(all)
  const firsts = all.filter((text) => text.includes('{{')).map((text) => text.split('{{')[0] ?? '')
  return (name, isBeginning = name.endsWith('…')) => {
    const asked = bare(name.replace(/…$/u, ''))
    return whole.has(bare(name)) || (isBeginning && firsts.some((first) => first.startsWith(asked)))
  }
}

const isShown = namesOf('pt-BR')

describe('the names in bold', () => {
  /** Bold for another reason. */
  const notOnScreen = new Set(['negrito'])
  const boldIn = (text: string): readonly string[] =>
    [...text.matchAll(/\*\*([^*]+)\*\*/gu)].flatMap(([, name = '']) => name.split(' › '))

  it('stand on some screen of the app with just these words', () => {
    const strange = manual().flatMap(({ where, text }) =>
      boldIn(text)
        .filter((name) => !isShown(name) && !notOnScreen.has(name))
        .map((name) => `${where} ${name}`),
    )
    expect(strange).toEqual([])
  })

  it('are missed when a button is called something else', () => {
    expect(['Guardar agora', 'Enviar por e-mail para…', 'Ajustes'].filter((name) => !isShown(name))).toEqual([])
    expect(['Salvar agora', 'Enviar por e-mail', 'Sair e entrar…'].filter((name) => isShown(name))).toEqual([])
  })
})

describe('the names that one sentence quotes from another', () => {
  /** Speech, an example, a button of the tablet's browser, a page of the manual. */
  const elsewhere =
    /^training\.lesson\.patient-words\.|^incidents\.guard\.emptyHint$|^tablets\.screen\.pairWarning$|^training\.card\.theft\.do6$/u

  it.each(['pt-BR', 'en'] as const)('are said there, in %s', (language) => {
    const isSaid = namesOf(language)
    const strange = sentences(language).flatMap(({ where, text }) =>
      [...text.matchAll(/“([^”{]+)”/gu)]
        .filter(([, name = '']) => !isSaid(name, true) && !elsewhere.test(where))
        .map(([, name]) => `${where} ${name}`),
    )
    expect(strange).toEqual([])
  })
})
