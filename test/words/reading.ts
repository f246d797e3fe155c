import type { Passage } from './text.ts'

/** One sentence of a passage, as somebody has to get through it. */
export type Sentence = Passage & { readonly words: number; readonly ease: number }

/**
 * The sentences of a passage with their length and their reading ease.
 *
 * Ease is Flesch's formula fitted to Portuguese by Martins, Ghiraldelo, Nunes and Oliveira Jr. (1996, "Readability formulas
 * applied to textbooks in Brazilian Portuguese", Notas do ICMC-USP 28): 248.835 − 1.015 · words per sentence − 84.6 · syllables
 * per word. From 75 it is very easy (first years of school), from 50 easy (up to the ninth), below 25 a matter for scholars.
 */
export function sentencesOf({ where, text }: Passage): readonly Sentence[] {
  return text
    .replace(/\{\{.*?\}\}/gu, 'nome')
    .replace(/<[^>]*>/gu, '')
    .split(/(?<=[.?…])\s+|\n+/u)
    .map((sentence) => ({ where, text: sentence.trim(), ...measure(sentence) }))
    .filter(({ words }) => words > 0)
}

/** Reading ease of many sentences together, by the same formula. */
export function easeOf(sentences: readonly Passage[]): number {
  const counts = sentences.map(({ text }) => counted(text))
  const words = counts.reduce((sum, count) => sum + count.words, 0)
  const syllables = counts.reduce((sum, count) => sum + count.syllables, 0)
  return formula(words / counts.length, syllables / words)
}

function measure(sentence: string): { readonly words: number; readonly ease: number } {
  const { words, syllables } = counted(sentence)
  return { words, ease: words === 0 ? 0 : formula(words, syllables / words) }
}

const formula = (wordsPerSentence: number, syllablesPerWord: number): number =>
  248.835 - 1.015 * wordsPerSentence - 84.6 * syllablesPerWord

function counted(text: string): { readonly words: number; readonly syllables: number } {
  const words = text.match(/[\p{L}\p{N}]+(?:[-’'.,]?[\p{L}\p{N}]+)*/gu) ?? []
  return { words: words.length, syllables: words.reduce((sum, word) => sum + syllablesIn(word), 0) }
}

/** Vowels together are one syllable unless both are heard: "saú-de", "te-atro"; at the end "di-a", but "cópia", which bears its accent before. */
export function syllablesIn(word: string): number {
  const spoken = word
    .toLowerCase()
    .replace(/([qg])u(?=[eiéêí])/gu, '$1')
    .replace(/(?<=^[^áéíóúâêôãõ]*)([iu])(?=[aeo]s?$)/gu, '$1-')
  const vowels =
    spoken.match(/ão|ãe|õe|[aeoáéóê][iu](?![mnrz]$)|(?<=[qg])u[aáoó]|[iu][aeo]|[aeiouáéíóúâêôãõàü]/gu) ?? []
  return Math.max(1, vowels.length)
}
