import { expect, it } from 'vitest'
import { typedWords } from './typed-words.ts'

it.each([
  ['abacate  acucar\nnucleo', 3],
  ['1. abacate, 2) açúcar; 3: núcleo', 3],
  ['   ', 0],
  ['', 0],
])('%j holds %d words', (text, count) => {
  expect(typedWords(text)).toHaveLength(count)
})
