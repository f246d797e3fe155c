import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplicaId } from '#shared/domain/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble, useErrorText } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { type CleaningDraft, type CleaningPlans, chosenPlan, isPlan } from './cleaning-draft.ts'
import classes from './settings.module.css'

type ChoiceProps = {
  plans: CleaningPlans
  draft: CleaningDraft
  onDraft: (draft: CleaningDraft) => void
  replicaId: ReplicaId
}

/** The two things that cleaning is, each with what it would do here and why it would not be done now. */
export function CleaningChoice({ plans, draft, onDraft, replicaId }: ChoiceProps) {
  const { t } = useTranslation('cleaning')
  return (
    <>
      <Radio.Group
        label={t('what')}
        value={draft.what}
        onChange={(what) => onDraft({ ...draft, what: what === 'prune' ? 'prune' : 'retention' })}
      >
        <div className={classes.choices}>
          <Radio value="retention" label={t('retention.label')} description={<RetentionWords plans={plans} />} />
          <Radio value="prune" label={t('prune.label')} description={<PruneWords plans={plans} />} />
        </div>
      </Radio.Group>
      <Refusals plans={plans} draft={draft} replicaId={replicaId} />
    </>
  )
}

function RetentionWords({ plans: { retention } }: { plans: CleaningPlans }) {
  const { t } = useTranslation('cleaning')
  const trouble = useErrorText(isPlan(retention) ? { code: 'DEST_114', params: {} } : retention)
  if (!isPlan(retention)) return trouble.safe
  const { remove, keep } = retention
  if (remove.length === 0) return t('retention.none')
  return `${t('retention.some', { count: remove.length })} ${t('retention.kept', { count: keep.length })}`
}

function PruneWords({ plans: { prune } }: { plans: CleaningPlans }) {
  const { t } = useTranslation('cleaning')
  const units = useUnits()
  const { freedBytes, storedBytes, later, trash } = prune
  const words = [
    freedBytes === 0
      ? t('prune.none')
      : t('prune.some', { freed: units.bytes(freedBytes), stored: units.bytes(storedBytes) }),
    trash.expired > 0 && t('prune.expired', { count: trash.expired }),
    later && t('prune.later', { bytes: units.bytes(later.bytes), date: units.date(later.untilMs) }),
  ]
  return words.filter(Boolean).join(' ')
}

const KNOWN = ['more-than-half', 'no-new-copies', 'proof-too-old', 'brake-on', 'no-copies'] as const

function Refusals({ plans, draft, replicaId }: Pick<ChoiceProps, 'plans' | 'draft' | 'replicaId'>) {
  const { t } = useTranslation('cleaning')
  const { engine } = useServices()
  const [isProving, setIsProving] = useState(false)
  const prove = useAction(async () => {
    await engine.proveNow({ replicaId })
    setIsProving(true)
  })
  const refusals = chosenPlan(plans, draft.what)?.refusals ?? []
  if (refusals.length === 0) return null
  return (
    <Note
      tone="attention"
      title={t('refused.title')}
      action={
        refusals.includes('proof-too-old') &&
        !isProving && (
          <Button variant="default" loading={prove.state.kind === 'busy'} onClick={prove.run}>
            {t('prove')}
          </Button>
        )
      }
    >
      {KNOWN.filter((known) => refusals.includes(known)).map((why) => (
        <p key={why}>{t(`refused.${why}`)}</p>
      ))}
      <p role="status">{isProving && t('proving')}</p>
      {prove.state.kind === 'failed' && <Trouble error={prove.state.error} />}
    </Note>
  )
}
