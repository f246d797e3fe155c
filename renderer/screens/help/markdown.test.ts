import { describe, expect, it } from 'vitest'
import { parseInline, parseMarkdown, passagesOf, plainText } from './markdown.ts'

const text = (said: string) => ({ kind: 'text', text: said })

describe('a line', () => {
  it('is taken apart at its marks, also inside one another', () => {
    expect(parseInline('Veja **o [kit](kit.md)**, *já*, `a*b`.')).toEqual([
      text('Veja '),
      { kind: 'strong', of: [text('o '), { kind: 'link', to: 'kit.md', of: [text('kit')] }] },
      text(', '),
      { kind: 'emphasis', of: [text('já')] },
      text(', '),
      { kind: 'code', text: 'a*b' },
      text('.'),
    ])
  })

  it.each(['<b onclick="x()">não</b>', '3 * 4 * 5', 'a_b_c'])('%s stays what it is', (line) => {
    expect(parseInline(line)).toEqual([text(line)])
  })
})

describe('a page', () => {
  const page = parseMarkdown(
    [
      '# Discos',
      'Uma linha',
      'e a outra.',
      '',
      '![Um disco](pictures/disks.png)',
      '',
      '1. Ligar:',
      '   - o **cabo**;',
      '   - a luz.',
      '2. Levar.',
      '',
      '| a | b |',
      '|---|---|',
      '| 1 | `2` |',
      '```',
      'npm # não é título',
      '```',
    ].join('\n'),
  )

  it('has its parts in their order', () => {
    expect(page.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'picture', 'list', 'table', 'code'])
    expect(page[2]).toEqual({ kind: 'picture', source: 'pictures/disks.png', says: 'Um disco' })
    expect(page[5]).toEqual({ kind: 'code', text: 'npm # não é título' })
  })

  it('joins the lines of a paragraph and keeps a list in a list', () => {
    expect(passagesOf(page)).toEqual([
      'Discos',
      'Uma linha e a outra.',
      'Ligar:',
      'o cabo;',
      'a luz.',
      'Levar.',
      '1: 2',
      'npm # não é título',
    ])
    const [, , , list] = page
    expect(list?.kind === 'list' && [list.isNumbered, list.items.length]).toEqual([true, 2])
    expect(list?.kind === 'list' && list.items[0]?.map(({ kind }) => kind)).toEqual(['paragraph', 'list'])
  })

  it('never stops at anything', () => {
    for (const odd of ['', '**', '|', '```', '![', '- ', '# ', '[a](b', '`'.repeat(3), '  indented'])
      expect(() => parseMarkdown(odd)).not.toThrow()
    expect(plainText(parseInline('**'))).toBe('**')
  })
})
