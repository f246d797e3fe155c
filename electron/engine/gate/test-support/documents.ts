import { readFileSync } from 'node:fs'
import type { Category } from '#shared/domain/index.ts'

// The tables of docs/security.md, as somebody would read them who knows nothing of rules.ts.

type Line = { readonly cells: ReadonlyMap<string, string>; readonly asks: string }
const text = readFileSync(new URL('../../../../docs/security.md', import.meta.url), 'utf8')
const tables = (text.split('<!-- rights')[1] ?? '').split('<!-- /rights')[0] ?? ''
const rowsOf = (first: string) => {
  const lines = tables.split('\n').filter((line) => line.startsWith('|'))
  const cells = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  const from = cells.findIndex(([cell]) => cell === first)
  const rest = cells.slice(from + 2)
  const to = rest.findIndex(([cell]) => cell === 'call')
  return { head: cells[from] ?? [], rows: to < 0 ? rest : rest.slice(0, to) }
}
const calls = rowsOf('call')
export const table = new Map<string, Line>(
  calls.rows.map((cells) => [
    (cells[0] ?? '').replaceAll('`', ''),
    { cells: new Map(calls.head.map((column, at) => [column, cells[at] ?? ''])), asks: cells.at(-1) ?? '' },
  ]),
)
const categories = rowsOf('category')
const roleMay = (role: string, right: string): readonly string[] =>
  (categories.rows.find(([cell]) => cell === right)?.[categories.head.indexOf(role)] ?? '')
    .split(', ')
    .filter((c) => c !== '—')

/** What the documents say comes back: the code of the refusal, or undefined when it goes through. */
export function told(
  name: string,
  who: string,
  about: { categories: readonly Category[]; isBig: boolean; isStale: boolean },
): string | undefined {
  const line = table.get(name)
  const cell = line?.cells.get(who)
  if (!line || cell === undefined) throw new Error(`docs/security.md has no line for ${name}`)
  if (cell === '—') return who === 'nobody' && line.cells.get('manager') !== '—' ? 'PEOPLE_101' : 'PEOPLE_105'
  const isFind = ['searchFiles', 'searchFolders', 'listVersions', 'folderStates'].includes(name)
  const isView = [
    'previewVersion',
    'openRecords',
    'findPatients',
    'viewRecord',
    'exportRecord',
    'recordMap',
    'confirmRecordMap',
  ].includes(name)
  const rights = isFind ? ['view', 'recover'] : [isView ? 'view' : 'recover']
  const isTheirs = (category: Category) => rights.some((right) => roleMay(who, right).includes(category))
  if (cell === 'by category' && !about.categories.every(isTheirs)) return 'PEOPLE_105'
  if (who === 'main' || who === 'nobody') return undefined
  if (line.asks.includes('PIN again') && about.isStale) return 'PEOPLE_107'
  const takesTwo = /two people(?! for some)/.test(line.asks) || (line.asks.includes('for some') && about.isBig)
  return takesTwo ? 'PEOPLE_106' : undefined
}

export const isDenial = (code: string | undefined) => /^PEOPLE_(101|105|106|107|108|117)$/.test(code ?? '')
