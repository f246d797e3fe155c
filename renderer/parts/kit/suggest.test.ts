import { expect, it } from 'vitest'
import { completionsOf, nearestWord, wrongWords } from './suggest.ts'

const list = ['abacate', 'abaixo', 'abalar', 'núcleo', 'pacote', 'pacto', 'xadrez'].map((word) =>
  word.normalize('NFD').replace(/\p{M}/gu, ''),
)

it('completes what was begun, and nothing once it is a word', () => {
  expect(completionsOf('aba', list)).toEqual(['abacate', 'abaixo', 'abalar'])
  expect(completionsOf('NÚC', list)).toEqual(['nucleo'])
  expect(completionsOf('a', list)).toEqual([])
  expect(completionsOf('pacto', list)).toEqual([])
})

it.each([
  ['abcate', 'abacate'],
  ['abaacte', 'abacate'],
  ['paacto', 'pacto'],
  ['xadres', 'xadrez'],
  ['zzzzzz', undefined],
])('%s probably is %s', (typed, meant) => {
  expect(nearestWord(typed, list)).toBe(meant)
})

it('names the word that is wrong, not the one that is still being typed', () => {
  expect(wrongWords(['abacate', 'xadres', 'pac'], list, true)).toEqual([
    { position: 2, typed: 'xadres', meant: 'xadrez' },
  ])
  expect(wrongWords(['abacate', 'pac'], list, false)).toMatchObject([{ position: 2, typed: 'pac' }])
  expect(wrongWords(['qqq'], list, true)).toEqual([{ position: 1, typed: 'qqq', meant: undefined }])
  expect(wrongWords(['qqq'], [], true)).toEqual([])
})
