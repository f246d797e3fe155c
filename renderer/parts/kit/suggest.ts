/** One typed word as the list spells it: without accents, blanks and capitals. */
export const plainWord = (typed: string): string =>
  typed.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/gu, '').toLowerCase()

/** Words of the list that begin so; none while too little was typed to mean one, or once it is whole. */
export function completionsOf(typed: string, list: readonly string[], most = 4): string[] {
  const begun = plainWord(typed)
  if (begun.length < 2 || list.includes(begun)) return []
  return list.filter((word) => word.startsWith(begun)).slice(0, most)
}

/** The word of the list that was probably meant: the nearest by changed, missing, additional and exchanged letters, two at most. */
export function nearestWord(typed: string, list: readonly string[]): string | undefined {
  const wrong = plainWord(typed)
  let best: { readonly word: string; readonly distance: number } | undefined
  for (const word of list) {
    if (Math.abs(word.length - wrong.length) > 2) continue
    const distance = distanceOf(wrong, word)
    if (distance <= 2 && distance < (best?.distance ?? 3)) best = { word, distance }
  }
  return best?.word
}

export type WrongWord = { readonly position: number; readonly typed: string; readonly meant: string | undefined }

/** Words that are not of the list, but for the last one while it may still be growing. Positions count from 1. */
export function wrongWords(words: readonly string[], list: readonly string[], isLastOpen: boolean): WrongWord[] {
  if (list.length === 0) return []
  const known = new Set(list)
  return words.flatMap((typed, index) => {
    const plain = plainWord(typed)
    const mayGrow = isLastOpen && index === words.length - 1 && list.some((word) => word.startsWith(plain))
    return known.has(plain) || mayGrow ? [] : [{ position: index + 1, typed, meant: nearestWord(typed, list) }]
  })
}

/** How many letters apart (optimal string alignment: an exchange of neighbours counts once). */
function distanceOf(left: string, right: string): number {
  let before: number[] = []
  let above = Array.from({ length: right.length + 1 }, (_, at) => at)
  for (let i = 1; i <= left.length; i++) {
    const row = [i]
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost)
      const isExchange = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      if (isExchange) least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = above
    above = row
  }
  return above[right.length] ?? 0
}
