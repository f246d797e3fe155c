export type ProofWord = { readonly position: number; readonly word: string }

/** A typed word as the list spells it: without accents, blanks and capitals. */
export const plainWord = (typed: string): string =>
  typed.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/gu, '').toLowerCase()

/** Positions whose typed word is not the one on the paper. The engine asks again before it makes anything. */
export const wrongPositions = (proof: readonly ProofWord[], words: readonly string[]): number[] =>
  proof.filter(({ position, word }) => plainWord(word) !== words[position - 1]).map(({ position }) => position)
