import { describe, expect, it } from 'vitest'
import { type InventoryPlace, inventoryItemSchema, newInventoryItemSchema, usualItem } from './inventory.ts'
import { inventoryStateOf, type ProtectionFacts } from './inventory-state.ts'
import { type Source, sourceSchema } from './sources.ts'

const id = (end: number) => `00000000-0000-4000-8000-00000000000${end}`
const tablet = '00000000-0000-4000-8000-0000000000aa'
const folder = (end: number, path: string): Source =>
  sourceSchema.parse({ kind: 'folder', id: id(end), path, label: 'x' })
const sources = [
  folder(1, '/clinica'),
  folder(2, '/tablets'),
  sourceSchema.parse({ kind: 'sqlite', id: id(3), path: 'C:\\Sistema\\dados.db', label: 'Banco' }),
]
const facts = (savedIds: readonly string[] = [id(1), id(2), id(3)], inboxPath: string | null = '/tablets') =>
  ({
    sources,
    freshness: {
      items: sources.map(({ id: sourceId }) => ({ sourceId, savedAtMs: savedIds.includes(sourceId) ? 1 : null })),
    },
    tablets: [tablet],
    inboxPath,
  }) as unknown as ProtectionFacts
const state = (places: InventoryPlace[], known = facts()) => inventoryStateOf({ places }, known)
const at = (path: string): InventoryPlace => ({ kind: 'folder', path })
const PAPER: InventoryPlace = { kind: 'paper', words: 'armário' }

describe('what of the inventory is protected', () => {
  it('a folder is when it lies in a protected one that is in a copy', () => {
    expect(state([at('/clinica/fotos')])).toBe('protected')
    expect(state([at('/clinica/fotos')], facts([id(2)]))).toBe('waiting')
    expect(state([at('/clinica-velha')])).toBe('unprotected')
  })

  it('a database protects itself and not the folder it lies in', () => {
    expect(state([at('c:/sistema/DADOS.db')])).toBe('protected')
    expect(state([at('C:\\Sistema')])).toBe('unprotected')
    expect(state([at('C:\\Sistema\\dados.db\\x')])).toBe('unprotected')
  })

  it('paper, a system elsewhere and what nobody knows are not', () => {
    for (const place of [PAPER, { kind: 'cloud', words: '' }, { kind: 'unknown' }] as const)
      expect(state([place])).toBe('unprotected')
  })

  it('one place of several that no copy holds is said', () => {
    expect(state([at('/clinica'), PAPER])).toBe('partly')
    expect(state([at('/clinica'), at('/tablets')], facts([id(1)]))).toBe('waiting')
    expect(state([at('/clinica'), PAPER], facts([]))).toBe('partly')
  })

  it('a tablet is while it is paired and what it sends is protected', () => {
    const place = (tabletId: string | null) => ({ kind: 'tablet', tabletId, words: '' }) as InventoryPlace
    expect(state([place(tablet)])).toBe('protected')
    expect(state([place(null)])).toBe('unprotected')
    expect(state([place(tablet)], facts([id(2)], null))).toBe('unprotected')
  })

  it('what was protected once and is no more is not', () => {
    expect(state([{ kind: 'source', sourceId: folder(1, '/clinica').id }])).toBe('protected')
    expect(state([{ kind: 'source', sourceId: folder(9, '/x').id }])).toBe('unprotected')
  })
})

describe('for how long', () => {
  it('a record is never written down for fewer than 20 years', () => {
    const item = (years: number) => ({ ...usualItem('evolution', [PAPER]), keepFor: { kind: 'years', years } })
    expect(newInventoryItemSchema.safeParse(item(19)).success).toBe(false)
    expect(newInventoryItemSchema.safeParse(item(20)).success).toBe(true)
    expect(inventoryItemSchema.safeParse({ ...item(1), kind: 'agenda', itemId: id(1) }).success).toBe(true)
  })

  it('has no end while nobody decided', () => {
    expect(usualItem('records', [PAPER]).keepFor).toEqual({ kind: 'never-delete' })
  })
})
