import { describe, expect, it } from 'vitest'
import { words as dialogWords } from '../../electron/main/words.ts'
import { flatten, manual, sentences } from './text.ts'

// What the manual prints in bold is what somebody looks for on the screen: letter by letter the same.

/** How the names of screens, sections and buttons begin in a sentence; "…" at the end of a name stands for what the app fills in. */
const shown = [...sentences('pt-BR'), ...flatten(dialogWords['pt-BR'], 'dialogs')].map(({ text }) => bare(text))
const whole = new Set(shown)
const filledIn = shown.filter((text) => text.includes('{{')).map((text) => text.split(/\{\{.*?\}\}/u))

/** Bold for another reason. */
const notOnScreen = new Set(['negrito'])

function bare(text: string): string {
  const clean = text.replace(/[.:;]+$/u, '').trim()
  return clean.charAt(0).toLowerCase() + clean.slice(1)
}

function isShown(name: string): boolean {
  const asked = bare(name)
  const start = asked.replace(/…$/u, '')
  return whole.has(asked) || (asked.endsWith('…') && filledIn.some(([first]) => first?.trim() === start))
}

const boldIn = (text: string): readonly string[] =>
  [...text.matchAll(/\*\*([^*]+)\*\*/gu)].flatMap(([, name = '']) => name.split(' › '))

describe('the names in bold', () => {
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
    expect(['Salvar agora', 'Enviar por e-mail', 'Sair e entrar…'].filter(isShown)).toEqual([])
  })
})
