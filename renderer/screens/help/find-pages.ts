import type { HelpPage } from './pages.ts'

export type Hit = { readonly page: HelpPage; readonly passage: string }

const LONGEST = 160
/** As people type: without accents, small letters. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The pages that have every word somewhere, begun at least; those with one in the title first. With the passage that has most of them. */
export function findPages(pages: readonly HelpPage[], typed: string): readonly Hit[] {
  const words = folded(typed).match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return []
  const count = (text: string): number => {
    const own = ` ${folded(text).replace(/[^\p{L}\p{N}]+/gu, ' ')}`
    return words.filter((word) => own.includes(` ${word}`)).length
  }
  return pages
    .filter((page) => count([page.title, ...page.passages].join(' ')) === words.length)
    .map((page) => ({ page, inTitle: count(page.title), passage: best(page.passages, count) }))
    .sort((one, other) => other.inTitle - one.inTitle || count(other.passage) - count(one.passage))
    .map(({ page, passage }) => ({ page, passage }))
}

function best(passages: readonly string[], count: (text: string) => number): string {
  let found = ''
  for (const passage of passages) if (count(passage) > count(found)) found = passage
  // It may be what follows a link of a list.
  found = found.charAt(0).toLocaleUpperCase('pt-BR') + found.slice(1)
  return found.length > LONGEST ? `${found.slice(0, LONGEST).replace(/\s+\S*$/u, '')}…` : found
}
