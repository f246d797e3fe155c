import { Children, type ReactNode } from 'react'
import classes from './help.module.css'
import type { Block, Inline } from './markdown.ts'
import { pageOfLink, pictureAt } from './pages.ts'

type Go = (name: string) => void

/** A page never changes its order: what comes of each of its parts is known by its place. */
const each = <T,>(parts: readonly T[], draw: (part: T) => ReactNode) => Children.toArray(parts.map(draw))

/** A page as it was taken apart: only elements that are written here, whatever the page says. */
export function Blocks({ blocks, onGo }: { blocks: readonly Block[]; onGo: Go }) {
  return each(blocks, (block) => <Shown block={block} onGo={onGo} />)
}

function Shown({ block, onGo }: { block: Block; onGo: Go }) {
  const words = (of: readonly Inline[]) => <Words of={of} onGo={onGo} />
  switch (block.kind) {
    case 'heading':
      return block.level > 2 ? <h5>{words(block.of)}</h5> : <h4>{words(block.of)}</h4>
    case 'paragraph':
      return <p>{words(block.of)}</p>
    case 'code':
      // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are read by moving them
      return <pre tabIndex={0}>{block.text}</pre>
    case 'picture': {
      const address = pictureAt(block.source)
      return address && <img src={address} alt={block.says} />
    }
    case 'list': {
      const items = each(block.items, (item) => (
        <li>
          <Blocks blocks={item} onGo={onGo} />
        </li>
      ))
      return block.isNumbered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {each(block.head, (cell) => (
                <th scope="col">{words(cell)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {each(block.rows, (row) => (
              <tr>
                {each(row, (cell) => (
                  <td>{words(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
  }
}

function Words({ of, onGo }: { of: readonly Inline[]; onGo: Go }) {
  return each(of, (piece) => <Piece piece={piece} onGo={onGo} />)
}

function Piece({ piece, onGo }: { piece: Inline; onGo: Go }) {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'code':
      return <code>{piece.text}</code>
    case 'strong':
      return (
        <strong>
          <Words of={piece.of} onGo={onGo} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Words of={piece.of} onGo={onGo} />
        </em>
      )
    case 'link': {
      const page = pageOfLink(piece.to)
      const label = <Words of={piece.of} onGo={onGo} />
      if (!page) return label
      return (
        <button type="button" className={classes.link} onClick={() => onGo(page.name)}>
          {label}
        </button>
      )
    }
  }
}
