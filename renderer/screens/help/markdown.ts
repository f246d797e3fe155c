/** A piece of a line. `to` of a link is written as in the page: "kit.md". */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly of: readonly Inline[] }
  | { readonly kind: 'link'; readonly to: string; readonly of: readonly Inline[] }

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly of: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly of: readonly Inline[] }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'picture'; readonly source: string; readonly says: string }
type Cell = readonly Inline[]

const ITEM = /^(?:[-*]|(\d+)\.) +/u

/**
 * Reads the part of Markdown that the manual is written in: headings, paragraphs, lists (also in one another), tables, blocks of code,
 * a picture alone on its line; in a line bold, italics, code and links. No HTML: whatever looks like it stays text.
 */
export function parseMarkdown(text: string): readonly Block[] {
  return blocksOf(text.replaceAll('\r\n', '\n').split('\n'))
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = []
  let next = 0
  /** The lines from here on that fit. */
  const take = (fits: (line: string, index: number) => boolean): readonly string[] => {
    const from = next
    while (next < lines.length && fits(lines[next] ?? '', next - from)) next++
    return lines.slice(from, next)
  }
  while (next < lines.length) {
    const line = lines[next] ?? ''
    const heading = /^(#{1,4}) +(.*)$/u.exec(line)
    const picture = /^!\[([^\]]*)\]\(([^)\s]+)\)$/u.exec(line.trim())
    if (line.trim() === '') next++
    else if (line.startsWith('```')) {
      next++
      blocks.push({ kind: 'code', text: take((at) => !at.startsWith('```')).join('\n') })
      next++
    } else if (heading) {
      next++
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, of: parseInline(heading[2] ?? '') })
    } else if (picture) {
      next++
      blocks.push({ kind: 'picture', source: picture[2] ?? '', says: picture[1] ?? '' })
    } else if (line.startsWith('|')) blocks.push(tableOf(take((at) => at.startsWith('|'))))
    else if (ITEM.test(line)) blocks.push(listOf(take(isOfList(line))))
    else blocks.push({ kind: 'paragraph', of: parseInline(take(isOfParagraph).join(' ')) })
  }
  return blocks
}

const isOfParagraph = (line: string, index: number): boolean =>
  index === 0 || (line.trim() !== '' && !/^(?:#|\||```|!\[)/u.test(line) && !ITEM.test(line))

/** Items of the same sort and what is indented below them; not a paragraph that stands at the margin again. */
const isOfList = (first: string) => {
  const isNumbered = /^\d/u.test(first)
  return (line: string): boolean => (ITEM.test(line) ? /^\d/u.test(line) === isNumbered : /^ {2,}\S/u.test(line))
}

function listOf(lines: readonly string[]): Block {
  const items: string[][] = []
  for (const line of lines)
    if (ITEM.test(line)) items.push([line.replace(ITEM, '')])
    else items.at(-1)?.push(line.replace(/^ {2,3}/u, ''))
  return { kind: 'list', isNumbered: /^\d/u.test(lines[0] ?? ''), items: items.map(blocksOf) }
}

function tableOf(lines: readonly string[]): Block {
  const rows = lines
    .filter((line) => !/^\|(?:\s*:?-+:?\s*\|)+\s*$/u.test(line))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split('|')
        .map((cell) => parseInline(cell.trim())),
    )
  return { kind: 'table', head: rows[0] ?? [], rows: rows.slice(1) }
}

const MARKS = /`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]+)\]\(([^)\s]+)\)/u

/** One line, its marks taken apart. */
export function parseInline(text: string): readonly Inline[] {
  const found = MARKS.exec(text)
  if (!found) return text === '' ? [] : [{ kind: 'text', text }]
  const [whole, code, strong, emphasis, label, to] = found
  const before = text.slice(0, found.index)
  return [
    ...(before === '' ? [] : [{ kind: 'text', text: before } as const]),
    marked(),
    ...parseInline(text.slice(found.index + whole.length)),
  ]

  function marked(): Inline {
    if (code !== undefined) return { kind: 'code', text: code }
    if (strong !== undefined) return { kind: 'strong', of: parseInline(strong) }
    if (emphasis !== undefined) return { kind: 'emphasis', of: parseInline(emphasis) }
    return { kind: 'link', to: to ?? '', of: parseInline(label ?? '') }
  }
}

/** What is read of a line. */
export const plainText = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => ('text' in piece ? piece.text : plainText(piece.of))).join('')

/** Everything that is read of a page, a line for each passage; pictures do not count. */
export const passagesOf = (blocks: readonly Block[]): readonly string[] => blocks.flatMap(passagesIn)

function passagesIn(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [plainText(block.of)]
    case 'list':
      return block.items.flatMap(passagesOf)
    case 'table':
      return block.rows.map((row) => row.map(plainText).join(': '))
    case 'code':
      return [block.text]
    case 'picture':
      return []
  }
}
