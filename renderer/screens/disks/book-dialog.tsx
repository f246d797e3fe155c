import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BookLine, DiskView } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAnswer } from '../../state/use-answer.ts'
import classes from './disks.module.css'

/** Everything that was written down of one disk, newest first. */
export function BookDialog({ disk, nowMs, onClose }: { disk: DiskView; nowMs: number; onClose: () => void }) {
  const { t } = useTranslation(['disks', 'common'])
  useFocusBack()
  const { engine } = useServices()
  const { answer, again } = useAnswer(() => engine.diskBook({ diskId: disk.diskId }))
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<span className={classes.heading}>{t('book.title', { disk: disk.label })}</span>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {answer.kind === 'loading' && <Busy>{t('loading')}</Busy>}
      {answer.kind === 'failed' && <Trouble error={answer.error} onRetry={again} />}
      {answer.kind === 'ready' && answer.value.length === 0 && <p>{t('book.empty')}</p>}
      {answer.kind === 'ready' && (
        <ol className={classes.book}>
          {answer.value.toReversed().map((line) => (
            <Line key={line.entry.number} line={line} nowMs={nowMs} />
          ))}
        </ol>
      )}
    </Modal>
  )
}

function Line({ line: { entry, seal }, nowMs }: { line: BookLine; nowMs: number }) {
  const { t } = useTranslation('disks')
  const units = useUnits()
  const words = useLineWords(entry)
  return (
    <li className={classes.bookLine}>
      <span>{words}</span>
      <span className={classes.bookWhen}>
        {units.moment(entry.atMs, nowMs)} · {t('book.seal', { number: String(entry.number), seal })}
      </span>
    </li>
  )
}

function useLineWords(entry: BookLine['entry']): string {
  const { t } = useTranslation('disks')
  const units = useUnits()
  switch (entry.kind) {
    case 'added':
    case 'ejected':
      return t(`book.line.${entry.kind}`)
    case 'came':
      return t(`book.line.came-${entry.verdict}`)
    case 'copied':
      return t('book.line.copied', { count: entry.copies, size: units.bytes(entry.bytes) })
    case 'read-back':
      return entry.problems > 0
        ? t('book.line.read-problems')
        : t(`book.line.read-${entry.scope}`, { size: units.bytes(entry.bytes) })
    case 'left':
      return t(entry.wasEjected ? 'book.line.left-ejected' : 'book.line.left-pulled')
    case 'handed-over':
      return t('book.line.handed-over', { who: entry.takenBy, place: entry.place })
    case 'lost':
      return t('book.line.lost', { who: entry.reportedBy, incident: entry.incident })
    case 'found':
      return t('book.line.found', { who: entry.reportedBy })
    case 'retired':
      return t('book.line.retired', { who: entry.decidedBy, reason: entry.reason })
  }
}
