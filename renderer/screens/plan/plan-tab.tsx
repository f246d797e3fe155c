import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PlanView } from '#shared/contracts/index.ts'
import { GoalConflicts } from '../../parts/goal-conflicts.tsx'
import { KitIcon, PrintIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PaperButtons } from '../../parts/report/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useInventory } from '../../state/use-inventory.ts'
import { Contacts } from './contacts.tsx'
import { KeyHolders } from './key-holders.tsx'
import classes from './plan.module.css'
import { PlanCards } from './plan-cards.tsx'
import { PlanSheet } from './plan-sheet.tsx'
import { useWho } from './use-who.tsx'
import { useWords } from './use-words.ts'

type PlanTabProps = { view: PlanView; onChange: (view: PlanView) => void }

/** The plan as facts say it is now, what contradicts it, and its paper. */
export function PlanTab({ view, onChange }: PlanTabProps) {
  const { t } = useTranslation('plan')
  const words = useWords()
  const { inventory } = useInventory()
  return (
    <div className={classes.tab}>
      <GoalConflicts inventory={inventory} />
      {view.conflicts.map((conflict) => (
        <Note
          key={conflict.kind}
          tone="attention"
          title={t(`conflicts.${conflict.kind}`, {
            goal: words.minutes(conflict.goalMinutes),
            took: words.minutes(conflict.drillMinutes),
          })}
        >
          <p>{t('conflicts.what')}</p>
        </Note>
      ))}
      {view.leavers.map(({ name, holds }) => (
        <Note key={name} tone="attention" title={t('leavers.title', { name })}>
          <ul className={classes.list}>
            {holds.map(({ kind, label }) => (
              <li key={`${kind} ${label}`}>{t(`leavers.${kind}`, { label })}</li>
            ))}
          </ul>
        </Note>
      ))}
      <Paper view={view} onChange={onChange} />
      <PlanCards view={view} />
      <Contacts contacts={view.contacts} onChange={onChange} />
      <Panel icon={KitIcon} title={t('holders.title')}>
        <KeyHolders view={view} onChange={onChange} />
      </Panel>
    </div>
  )
}

function Paper({ view, onChange }: PlanTabProps) {
  const { t } = useTranslation('plan')
  const { engine } = useServices()
  const { units } = useWords()
  const { who, field } = useWho()
  const mark = useAction(async () => onChange(await engine.planPrinted({ by: who })))
  const { printed } = view
  const date = printed ? units.date(printed.atMs) : ''
  const parts = printed?.changed.map((part) => t(`parts.${part}`)).join(', ') ?? ''
  const isFresh = printed !== null && !printed.isOld && printed.changed.length === 0
  return (
    <Panel icon={PrintIcon} title={t('paper.title')}>
      {printed === null && <Note tone="attention" title={t('paper.never')} />}
      {printed && printed.changed.length > 0 && <Note tone="attention" title={t('paper.changed', { date, parts })} />}
      {printed?.isOld && <Note tone="attention" title={t('paper.old', { date })} />}
      {isFresh && <Note tone="guarded" title={t('paper.fresh', { date })} />}
      <p className={classes.soft}>{t('paper.lead')}</p>
      {field}
      <PaperButtons
        kind="plan"
        suffix={new Date(view.atMs).toISOString().slice(0, 10)}
        title={t('sheet.title')}
        clinicName={view.clinicName}
        onPrinted={() => who !== '' && mark.run()}
      >
        <PlanSheet view={view} />
      </PaperButtons>
      {!isFresh && (
        <div>
          <Button variant="default" disabled={who === ''} loading={mark.state.kind === 'busy'} onClick={mark.run}>
            {t('paper.mark')}
          </Button>
        </div>
      )}
      {mark.state.kind === 'failed' && <Trouble error={mark.state.error} />}
    </Panel>
  )
}
