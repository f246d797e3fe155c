const WORD = /[\p{L}\p{N}\p{Co}]+/gu
/** What a compound is made of: `FotoAntes2019` is Foto, Antes, 2019. */
const PART = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+|[\p{Lo}\p{Lm}\p{Lt}\p{Co}]+/gu
const LETTERS = /\p{L}+/gu

/** The words a person types, without accents and case. Only letters and digits are left, so they are safe inside a query. */
export function typedWords(text: string): string[] {
  return [...new Set((plain(text).match(WORD) ?? []).map(lower))]
}

/** The words a path is found by: its words, and the parts of compounds, also all letters that stand together (`fotoantes`). */
export function indexedWords(text: string): string[] {
  const words = new Set<string>()
  for (const word of plain(text).match(WORD) ?? []) {
    words.add(lower(word))
    const parts = word.match(PART) ?? []
    if (parts.length < 2) continue
    for (const part of parts) words.add(lower(part))
    for (const letters of word.match(LETTERS) ?? []) words.add(lower(letters))
  }
  return [...words]
}

/** Whether a word can be misspelt: numbers are right or they are others. */
export const isOfLetters = (word: string): boolean => /^\p{L}+$/u.test(word)

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '')
const lower = (word: string) => word.toLowerCase().replace(/\p{M}/gu, '')
