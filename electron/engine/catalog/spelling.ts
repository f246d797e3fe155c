/** Letters that Brazilian names use for one sound; both the typed and the known word go through them. */
const SAME_SOUND: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/(?<![cln])h/g, ''],
  [/y/g, 'i'],
  [/w/g, 'v'],
  [/z/g, 's'],
  [/c(?=[ei])/g, 's'],
  [/c(?!h)|q|ck/g, 'k'],
  [/g(?=[ei])/g, 'j'],
  [/(.)\1+/g, '$1'],
]

/** How a word without accents sounds, roughly: Thiago is Tiago, Souza is Sousa, Raphael is Rafael. */
export function soundOf(word: string): string {
  return SAME_SOUND.reduce((sound, [letters, same]) => sound.replace(letters, same), word)
}

/** Slips that are forgiven in a word of so many letters. */
export const forgivenSlips = (letters: number): number => (letters < 4 ? 0 : letters < 7 ? 1 : 2)

/** More letters than this of a word are not compared. */
const COMPARED = 32

/**
 * The fewest slips that lead from what was typed to the beginning of a word: a letter too many, too few, wrong, or two exchanged.
 *
 * Optimal string alignment (Damerau 1964), the last row's smallest value, since the word may go on. More than `most` is told as `most + 1`.
 */
export function slipsToBeginning(typed: string, word: string, most: number): number {
  const rows = Math.min(typed.length, COMPARED)
  const columns = Math.min(word.length, rows + most)
  let before: number[] = []
  let last = Array.from({ length: columns + 1 }, (_, column) => column)
  for (let row = 1; row <= rows; row++) {
    const now = [row]
    let smallest = row
    for (let column = 1; column <= columns; column++) {
      const isSame = typed.charCodeAt(row - 1) === word.charCodeAt(column - 1)
      let slips = Math.min(
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
      )
      const isExchanged =
        row > 1 &&
        column > 1 &&
        typed.charCodeAt(row - 1) === word.charCodeAt(column - 2) &&
        typed.charCodeAt(row - 2) === word.charCodeAt(column - 1)
      if (isExchanged) slips = Math.min(slips, (before[column - 2] ?? 0) + 1)
      now.push(slips)
      smallest = Math.min(smallest, slips)
    }
    // Two rows: an exchange reaches back over one.
    if (smallest > most && Math.min(...last) > most) return most + 1
    before = last
    last = now
  }
  return Math.min(most + 1, ...last)
}
