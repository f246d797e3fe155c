import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenRecords, PatientCard, RecordDocument } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { SearchIcon } from '../../parts/icons/index.ts'
import { SearchBox } from '../../parts/search-box.tsx'
import { useServices } from '../../state/services.tsx'
import { toWireError } from '../../state/wire-error.ts'
import { CopyTrouble } from './copy-trouble.tsx'
import classes from './records.module.css'
import { shownDay } from './shown-day.ts'
import { type Why, WhyDialog } from './why-dialog.tsx'

const MOST = 50
const PAUSE_MS = 200

type Found =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'searching' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'found'; readonly patients: readonly PatientCard[] }

type FindProps = {
  opened: OpenRecords
  onReopen: () => void
  onSeen: (seen: { patient: PatientCard; record: RecordDocument; why: Why }) => void
}

/** One field over the patients of the open copy. Picking one asks who is looking, and why. */
export function FindPatient({ opened, onReopen, onSeen }: FindProps) {
  const { t } = useTranslation('records')
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<PatientCard | null>(null)
  const { found, again } = useFound(opened, text)
  return (
    <>
      <search>
        <SearchBox label={t('find.label')} hint={t('find.hint')} text={text} onText={setText} />
      </search>
      <div role="status">
        {found.kind === 'searching' && <Busy>{t('find.searching')}</Busy>}
        {found.kind === 'found' && found.patients.length === 0 && (
          <EmptyState icon={SearchIcon} title={t('find.nothing')}>
            {t('find.hint')}
          </EmptyState>
        )}
      </div>
      {found.kind === 'failed' && <CopyTrouble error={found.error} onRetry={again} onReopen={onReopen} />}
      {found.kind === 'found' && found.patients.length > 0 && (
        <ul className={classes.list}>
          {found.patients.map((patient) => (
            <li key={patient.key}>
              <button type="button" className={classes.patient} onClick={() => setPicked(patient)}>
                <span className={classes.name}>{patient.name}</span>
                <span className={classes.soft}>
                  {[
                    patient.birth === '' ? '' : t('find.born', { day: shownDay(patient.birth) }),
                    patient.cpf === '' ? '' : t('find.cpf', { cpf: patient.cpf }),
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {found.kind === 'found' && found.patients.length >= MOST && (
        <p className={classes.soft}>{t('find.many', { count: MOST })}</p>
      )}
      {picked && <WhyDialog opened={opened} patient={picked} onClose={() => setPicked(null)} onSeen={onSeen} />}
    </>
  )
}

/** Asks once the person pauses; an answer that comes late is dropped. */
function useFound({ recordsId }: OpenRecords, text: string): { found: Found; again: () => void } {
  const { engine } = useServices()
  const [found, setFound] = useState<Found>({ kind: 'waiting' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks for the same again
  useEffect(() => {
    if (text.trim().length < 2) return setFound({ kind: 'waiting' })
    let isLate = false
    const pause = setTimeout(() => {
      setFound({ kind: 'searching' })
      engine.findPatients({ recordsId, text }).then(
        (patients) => !isLate && setFound({ kind: 'found', patients }),
        (error: unknown) => !isLate && setFound({ kind: 'failed', error: toWireError(error) }),
      )
    }, PAUSE_MS)
    return () => {
      isLate = true
      clearTimeout(pause)
    }
  }, [engine, recordsId, text, round])
  return { found, again: () => setRound((count) => count + 1) }
}
