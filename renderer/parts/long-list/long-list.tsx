import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { drawnRows, type Range, RowHeights, rowAfterKey } from './rows.ts'

/** Up to here everything is drawn. */
const FEW = 50
const FIRST_RANGE: Range = { from: 0, to: 20 }
/** Drawn above and below what is seen, so that a turn of the wheel and the next press of Tab find something there. */
const AROUND_PX = 500
const GUESS_PX = 72
/** As wide as the list lets it be: nobody has to ask each row how wide it would like to be. */
const ROW_STYLE = { contain: 'inline-size' }
const CONTROLS = 'button, a[href], input, select, textarea, [tabindex="0"]'

type LongListProps<T> = {
  items: readonly T[]
  keyOf: (item: T, index: number) => string | number
  children: (item: T, index: number) => ReactNode
  label?: string | undefined
  className?: string | undefined
  rowClassName?: string | undefined
}

/**
 * A list that may have a hundred thousand entries: only those in sight are in the page.
 *
 * A screen reader is told how many there are and which one it is at. Tab goes from entry to entry, arrows, page and Home and End keys
 * too; the entry that has the focus stays, wherever the list is turned to.
 */
export function LongList<T>(props: LongListProps<T>) {
  if (props.items.length > FEW) return <Windowed {...props} />
  const { items, keyOf, children, label, className, rowClassName } = props
  return (
    <ol className={className} aria-label={label}>
      {items.map((item, index) => (
        <li key={keyOf(item, index)} className={rowClassName} style={ROW_STYLE}>
          {children(item, index)}
        </li>
      ))}
    </ol>
  )
}

function Windowed<T>({ items, keyOf, children, label, className, rowClassName }: LongListProps<T>) {
  const list = useRef<HTMLOListElement>(null)
  const count = items.length
  // What was measured stays when more come: nothing above them moves.
  const [heights] = useState(() => new RowHeights(GUESS_PX))
  heights.resize(count)
  const [range, setRange] = useState(FIRST_RANGE)
  const [focused, setFocused] = useState(-1)
  const [wanted, setWanted] = useState<number | null>(null)
  const [, drawAgain] = useReducer((times: number) => times + 1, 0)

  // With the frame that is coming, never while something is drawn: only then the page is laid out once.
  const lookLater = useRef(() => {})

  useEffect(() => {
    const element = list.current
    if (!element) return
    const turned = turnedBy(element)
    let frame = 0
    const look = () => {
      frame = 0
      if (measureRows(element, heights)) drawAgain()
      const seen = turned === document.documentElement ? 0 : turned.getBoundingClientRect().top
      const above = seen - element.getBoundingClientRect().top
      const from = heights.at(above - AROUND_PX)
      const to = heights.at(above + turned.clientHeight + AROUND_PX)
      setRange((known) => (known.from === from && known.to === to ? known : { from, to }))
    }
    const later = () => {
      frame ||= requestAnimationFrame(look)
    }
    lookLater.current = later
    const sizes = new ResizeObserver(later)
    sizes.observe(turned)
    sizes.observe(element)
    document.addEventListener('scroll', later, { capture: true, passive: true })
    return () => {
      cancelAnimationFrame(frame)
      lookLater.current = () => {}
      sizes.disconnect()
      document.removeEventListener('scroll', later, { capture: true })
    }
  }, [heights])

  // After each drawing: what is there will have a height, and what was wanted can take the focus.
  useLayoutEffect(() => {
    lookLater.current()
    const row = wanted !== null && list.current?.querySelector<HTMLElement>(`:scope > [data-index="${wanted}"]`)
    if (!row) return
    setWanted(null)
    ;(row.querySelector<HTMLElement>(CONTROLS) ?? row).focus()
    row.scrollIntoView({ block: 'nearest' })
  })

  function go(event: KeyboardEvent<HTMLOListElement>): void {
    const { target } = event
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !(target instanceof HTMLElement)) return
    const isOwn = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    const row = target.closest<HTMLElement>('[data-index]')
    // Arrows in a field, and from one choice to the next, are the browser's.
    if (isOwn || row?.parentElement !== list.current) return
    const to = rowAfterKey(event.key, Number(row?.dataset.index), count, Math.max(1, range.to - range.from - 10))
    if (to === undefined) return
    event.preventDefault()
    setWanted(to)
  }

  return (
    <ol
      ref={list}
      className={className}
      aria-label={label}
      onKeyDown={go}
      onFocus={({ target }) => setFocused(Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1))}
      onBlur={() => setFocused(-1)}
    >
      {drawnRows(count, heights, range, wanted === null ? [focused] : [focused, wanted]).map((drawn, at) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: it is only room
        if (drawn.kind === 'room') return <li key={`room ${at}`} aria-hidden="true" style={{ height: drawn.px }} />
        const item = items[drawn.index]
        if (item === undefined) return null
        return (
          <li
            key={keyOf(item, drawn.index)}
            className={rowClassName}
            style={ROW_STYLE}
            data-index={drawn.index}
            tabIndex={-1}
            aria-setsize={count}
            aria-posinset={drawn.index + 1}
          >
            {children(item, drawn.index)}
          </li>
        )
      })}
    </ol>
  )
}

/** Each row's height with the gap to the next one. True when something stands elsewhere now. */
function measureRows(list: HTMLElement, heights: RowHeights): boolean {
  let isMoved = false
  for (const row of list.children) {
    if (!(row instanceof HTMLElement) || row.dataset.index === undefined) continue
    const { top, height } = row.getBoundingClientRect()
    const next = row.nextElementSibling?.getBoundingClientRect().top
    isMoved = heights.measure(Number(row.dataset.index), next === undefined ? height : next - top) || isMoved
  }
  return isMoved
}

/** What moves when the wheel is turned over it. */
function turnedBy(element: HTMLElement): HTMLElement {
  for (let at = element.parentElement; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  return document.documentElement
}
