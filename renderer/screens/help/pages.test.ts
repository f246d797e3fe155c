import { describe, expect, it } from 'vitest'
import { screenSchema } from '#shared/contracts/index.ts'
import { findPages } from './find-pages.ts'
import { type Block, type Inline, plainText } from './markdown.ts'
import { allPages, CONTENTS, pageNamed, pageOfLink, pageOfTask, pictureAt } from './pages.ts'

const deep = (blocks: readonly Block[]): readonly Block[] =>
  blocks.flatMap((block) => [block, ...(block.kind === 'list' ? block.items.flatMap(deep) : [])])
const linesOf = (block: Block): readonly (readonly Inline[])[] => {
  if (block.kind === 'heading' || block.kind === 'paragraph') return [block.of]
  return block.kind === 'table' ? [...block.head, ...block.rows.flat()] : []
}
const inner = (pieces: readonly Inline[]): readonly Inline[] =>
  pieces.flatMap((piece) => ('of' in piece ? [piece, ...inner(piece.of)] : [piece]))

describe('the manual in the app', () => {
  it('has a page for every screen', () => {
    expect(Object.keys(pageOfTask)).toEqual(expect.arrayContaining([...screenSchema.options]))
    expect(Object.values(pageOfTask).filter((name) => !pageNamed(name))).toEqual([])
  })

  it('lists every page once', () => {
    const contents = pageNamed(CONTENTS)?.blocks ?? []
    const listed = contents
      .flatMap(linesOf)
      .flatMap(inner)
      .flatMap((piece) => (piece.kind === 'link' ? [pageOfLink(piece.to)?.name] : []))
    expect([...listed].sort()).toEqual(
      allPages()
        .map(({ name }) => name)
        .filter((name) => name !== CONTENTS)
        .sort(),
    )
  })

  it.each(allPages().map((page) => [page.name, page] as const))(
    '%s is written in what the app can show',
    (name, page) => {
      expect(page.title).not.toBe(name)
      const lines = deep(page.blocks).flatMap(linesOf)
      // a mark that was not understood would be shown as it is
      const left = lines
        .flatMap(inner)
        .filter((piece) => piece.kind === 'text' && /\*\*|`|\]\(|^#|^>|^[-+] |<\/?[a-z]|!\[|\|/u.test(piece.text))
      expect(left).toEqual([])
      const dead = lines.flatMap(inner).filter((piece) => piece.kind === 'link' && !pageOfLink(piece.to))
      expect(dead).toEqual([])
      const missing = deep(page.blocks).filter((block) => block.kind === 'picture' && !pictureAt(block.source))
      expect(missing).toEqual([])
      for (const block of deep(page.blocks)) if (block.kind === 'picture') expect(block.says).toMatch(/\S{3}/u)
    },
  )
})

describe('searching the help', () => {
  const found = (typed: string) => findPages(allPages(), typed)

  it('finds by the beginning of a word, without its accents, the title first', () => {
    expect(found('ensai')[0]?.page.name).toBe('ensaios')
    expect(found('CAMERA')[0]?.passage).toContain('câmera')
    expect(found('senha e-mail').map(({ page }) => page.name)).toContain('ajustes')
  })

  it('shows the passage in which it stands', () => {
    for (const { passage } of found('envelope')) expect(passage).not.toBe('')
  })

  it('finds nothing where a word is nowhere, and nothing for nothing', () => {
    expect(found('kit girafa')).toEqual([])
    expect(found('  ?')).toEqual([])
  })

  it('says only what is read', () => {
    expect(plainText([{ kind: 'strong', of: [{ kind: 'text', text: 'kit' }] }])).toBe('kit')
  })
})
