import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplicaOverview } from '#shared/contracts/index.ts'
import type { JobId } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { VaultPlaceName } from '../../parts/vault-place.tsx'
import { useOverview, usePersonHere, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useJobEnd } from '../../state/use-job-end.ts'
import { useMay } from '../../state/use-may.ts'
import { toWireError } from '../../state/wire-error.ts'
import { CleaningChoice } from './cleaning-choice.tsx'
import { agreedFrom, type CleaningPlans, emptyCleaning } from './cleaning-draft.ts'
import { CleaningFields } from './cleaning-fields.tsx'
import classes from './settings.module.css'
import { TrashList } from './trash-list.tsx'

type DialogProps = { replica: ReplicaOverview; onClose: () => void }
type Work = { readonly jobId: JobId; readonly afterSeq: number }

/** Old copies of one place: what would leave, two people who say so, and the owner's key where the place takes one. */
export function CleaningDialog({ replica, onClose }: DialogProps) {
  const { t } = useTranslation(['cleaning', 'common'])
  const { engine, known } = useServices()
  const { seq } = useOverview()
  const { replicaId, place } = replica
  const here = usePersonHere()
  const mayDecide = useMay('decide')
  const [draft, setDraft] = useState(() => emptyCleaning(place, here))
  const [work, setWork] = useState<Work | null>(null)
  const end = useJobEnd(work)
  const { answer, again } = useAnswer(async (): Promise<CleaningPlans> => {
    const [retention, prune] = await Promise.all([
      engine.planRetention({ replicaId }).catch(toWireError),
      engine.planPrune({ replicaId }),
    ])
    return { retention, prune }
  })
  const agreed = answer.kind === 'ready' ? agreedFrom(draft, answer.value, place) : undefined
  const go = useAction(async () => {
    if (work) return onClose()
    if (!agreed) return
    const asked = { replicaId, ...agreed }
    const { jobId } = await (draft.what === 'retention' ? engine.applyRetention(asked) : engine.applyPrune(asked))
    setDraft({ ...draft, secret: '' })
    setWork({ jobId, afterSeq: seq })
    await known.refresh()
  })
  return (
    <FormDialog
      title={t('title')}
      submit={work ? t('common:close') : t(`${draft.what}.submit`)}
      isWide
      isReady={work !== null || (mayDecide && agreed !== undefined)}
      state={go.state}
      onSubmit={go.run}
      onClose={onClose}
    >
      <VaultPlaceName place={place} name={replica.name} />
      {work === null ? (
        <>
          <p className={classes.soft}>{t('lead')}</p>
          {!mayDecide && <p className={classes.soft}>{t('lookOnly')}</p>}
          {answer.kind === 'loading' && <Busy>{t('looking')}</Busy>}
          {answer.kind === 'failed' && <Trouble error={answer.error} onRetry={again} />}
          {answer.kind === 'ready' && (
            <>
              <CleaningChoice plans={answer.value} draft={draft} onDraft={setDraft} replicaId={replicaId} />
              <TrashList replicaId={replicaId} />
              <CleaningFields plans={answer.value} draft={draft} onDraft={setDraft} place={place} />
            </>
          )}
        </>
      ) : (
        <Outcome end={end} />
      )}
    </FormDialog>
  )
}

function Outcome({ end }: { end: ReturnType<typeof useJobEnd> }) {
  const { t } = useTranslation('cleaning')
  const units = useUnits()
  switch (end?.kind) {
    case undefined:
      return <Busy>{t('working')}</Busy>
    case 'job-failed':
      return <Trouble error={end} />
    case 'retention-finished':
      return <Note tone="guarded" isUrgent title={t('retention.done', { count: end.trashed })} />
    case 'prune-finished': {
      const { freedBytes, leftBytes = 0, leftUntilMs = null } = end
      const bytes = units.bytes(leftBytes)
      return (
        <Note tone="guarded" isUrgent title={t('prune.done', { freed: units.bytes(freedBytes) })}>
          {leftBytes > 0 && (
            <p>
              {leftUntilMs === null
                ? t('prune.left', { bytes })
                : t('prune.later', { bytes, date: units.date(leftUntilMs) })}
            </p>
          )}
        </Note>
      )
    }
    default:
      return null
  }
}
