import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { PaperKind, SavedPaper } from '#shared/contracts/index.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { DocumentIcon, PrintIcon } from '../icons/index.ts'
import { Note } from '../note.tsx'
import { Trouble } from '../trouble.tsx'
import classes from './paper-buttons.module.css'

export type { SavedPaper }

type PaperButtonsProps = {
  kind: PaperKind
  /** Ends the file's name: a date, a month, a number. Letters, digits, space, `.`, `_` and `-`. */
  suffix: string
  /** Name of the document, as programs that read PDFs show it. */
  title: string
  clinicName: string
  /** The same as data, kept beside the PDF as JSON. */
  data?: string
  /** Called before anything is drawn: what the paper shows may be asked for only now. */
  onBegin?: () => Promise<void>
  onPrinted?: () => void
  onSaved?: (saved: SavedPaper) => void
  /** The `Report`. Drawn while it is being printed, and only for the printer. */
  children: ReactNode
}

/** Two ways to get a report out of the app: the system's printer, or a PDF in a folder that the person chooses. */
export function PaperButtons(props: PaperButtonsProps) {
  const { kind, suffix, title, clinicName, data, onBegin, onPrinted, onSaved, children } = props
  const { t } = useTranslation('report')
  const { shell, engine } = useServices()
  const [drawn, setDrawn] = useState<(() => void) | null>(null)
  const [saved, setSaved] = useState<SavedPaper | null>(null)
  const [isUnprinted, setIsUnprinted] = useState(false)

  /** Runs while the paper stands where the printer sees it. */
  async function onPaper(work: () => Promise<void>): Promise<void> {
    setSaved(null)
    setIsUnprinted(false)
    await onBegin?.()
    await new Promise<void>((resolve) => setDrawn(() => resolve))
    try {
      await work()
    } finally {
      setDrawn(null)
    }
  }
  const print = useAction(() =>
    onPaper(async () => {
      const { isPrinted } = await shell.print({})
      setIsUnprinted(!isPrinted)
      if (!isPrinted) return
      await engine.paperTaken({ paper: kind, how: 'printed' })
      onPrinted?.()
    }),
  )
  const save = useAction(() =>
    onPaper(async () => {
      const answer = await shell.savePaper({ kind, suffix, ...(data === undefined ? {} : { data }) })
      setSaved(answer.saved)
      if (!answer.saved) return
      await engine.paperTaken({ paper: kind, how: 'saved' })
      onSaved?.(answer.saved)
    }),
  )
  return (
    <div className={classes.ways}>
      <div className={classes.buttons}>
        <Button leftSection={<DocumentIcon />} loading={save.state.kind === 'busy'} onClick={save.run}>
          {t('save')}
        </Button>
        <Button variant="default" leftSection={<PrintIcon />} loading={print.state.kind === 'busy'} onClick={print.run}>
          {t('print')}
        </Button>
      </div>
      {saved && (
        <Note
          tone="guarded"
          title={t('saved', { name: saved.name })}
          isUrgent
          action={
            <Button variant="default" size="sm" onClick={() => void shell.openFolder({ path: saved.folder })}>
              {t('openFolder')}
            </Button>
          }
        >
          <p className={classes.seal}>{t('seal', { sha256: saved.sha256 })}</p>
        </Note>
      )}
      {isUnprinted && <Note tone="attention" title={t('unprinted')} isUrgent />}
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
      {print.state.kind === 'failed' && <Trouble error={print.state.error} />}
      {drawn && (
        <OnPaper title={`${title} · ${clinicName}`} onDrawn={drawn}>
          {children}
        </OnPaper>
      )}
    </div>
  )
}

type OnPaperProps = { title: string; onDrawn: () => void; children: ReactNode }

/** Puts a report where only the printer sees it, names the document, and says when it is drawn. */
function OnPaper({ title, onDrawn, children }: OnPaperProps) {
  const drawn = useRef(onDrawn)
  useEffect(() => {
    const before = document.title
    // What is printed takes its title, and the foot of its pages, from the page's own.
    document.title = title
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => drawn.current())
    })
    return () => {
      cancelAnimationFrame(frame)
      document.title = before
    }
  }, [title])
  const paper = document.getElementById('paper')
  return paper && createPortal(children, paper)
}
