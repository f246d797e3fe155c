import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Busy } from '../../../parts/busy.tsx'
import { Note } from '../../../parts/note.tsx'
import { type OpenPdf, openPdf } from './open-pdf.ts'
import classes from './preview.module.css'

/** Wide enough to read a page of a document on; more would only cost memory. */
const PAGE_WIDTH = 1400
const TALLEST = 6000

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly pdf: OpenPdf }
  | { readonly kind: 'broken' }

/** A PDF, one page at a time, drawn by us: no viewer of the system's sees it. */
export function PdfView({ bytes }: { bytes: Uint8Array<ArrayBuffer> }) {
  const { t } = useTranslation('look')
  const [state, setState] = useState<State>({ kind: 'opening' })
  const [page, setPage] = useState(1)
  useEffect(() => {
    let isGone = false
    const opening = openPdf(bytes)
    opening.then(
      (pdf) => isGone || setState({ kind: 'open', pdf }),
      () => isGone || setState({ kind: 'broken' }),
    )
    return () => {
      isGone = true
      opening.then(
        (pdf) => pdf.close(),
        () => undefined,
      )
    }
  }, [bytes])
  if (state.kind === 'opening') return <Busy>{t('preview.opening')}</Busy>
  if (state.kind === 'broken') return <BrokenPdf />
  const { document } = state.pdf
  return (
    <>
      <PdfPage pdf={state.pdf} page={page} onBroken={() => setState({ kind: 'broken' })} />
      {document.numPages > 1 && (
        <nav className={classes.pages}>
          <Button variant="default" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t('preview.pageBefore')}
          </Button>
          <p role="status">{t('preview.page', { page, pages: document.numPages })}</p>
          <Button variant="default" disabled={page === document.numPages} onClick={() => setPage(page + 1)}>
            {t('preview.pageAfter')}
          </Button>
        </nav>
      )}
    </>
  )
}

function BrokenPdf() {
  const { t } = useTranslation('look')
  return (
    <Note tone="none" title={t('preview.pdfBroken')}>
      <p>{t('preview.pdfBrokenWhy')}</p>
    </Note>
  )
}

/** One page as a picture, with its words for who does not see it. */
function PdfPage({ pdf: { document }, page, onBroken }: { pdf: OpenPdf; page: number; onBroken: () => void }) {
  const { t } = useTranslation('look')
  const canvas = useRef<HTMLCanvasElement>(null)
  const [words, setWords] = useState('')
  const name = t('preview.page', { page, pages: document.numPages })
  const broken = useRef(onBroken)
  broken.current = onBroken
  useEffect(() => {
    let isGone = false
    let stop = () => {}
    const draw = async () => {
      const shown = await document.getPage(page)
      const natural = shown.getViewport({ scale: 1 })
      const scale = Math.min(PAGE_WIDTH / natural.width, TALLEST / natural.height)
      const viewport = shown.getViewport({ scale })
      const target = canvas.current
      if (isGone || !target) return
      target.width = Math.ceil(viewport.width)
      target.height = Math.ceil(viewport.height)
      const drawing = shown.render({ canvas: target, viewport })
      stop = () => drawing.cancel()
      await drawing.promise
      const { items } = await shown.getTextContent()
      if (!isGone) setWords(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    draw().catch(() => isGone || broken.current())
    return () => {
      isGone = true
      stop()
    }
  }, [document, page])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.paper} tabIndex={0} aria-label={name}>
      <canvas ref={canvas} className={classes.page} role="img" aria-label={name} />
      <p className={classes.forReaders}>{words}</p>
    </section>
  )
}
