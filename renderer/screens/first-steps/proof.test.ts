import { expect, it } from 'vitest'
import { plainWord, wrongPositions } from './proof.ts'

const words = ['abacate', 'acucar', 'nucleo']

it.each([
  ['Açúcar', 'acucar'],
  ['  NÚCLEO ', 'nucleo'],
  ['a\u0303b', 'ab'],
])('%s is read as %s', (typed, plain) => {
  expect(plainWord(typed)).toBe(plain)
})

it('names the words that do not match the paper', () => {
  const proof = [
    { position: 1, word: 'Abacate' },
    { position: 2, word: 'açucar' },
    { position: 3, word: 'abacate' },
  ]
  expect(wrongPositions(proof, words)).toEqual([3])
  expect(wrongPositions([{ position: 9, word: 'x' }], words)).toEqual([9])
})
