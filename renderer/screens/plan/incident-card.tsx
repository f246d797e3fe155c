import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IncidentView } from '#shared/contracts/index.ts'
import {
  dayOf,
  type IncidentTask,
  incidentTaskSchema,
  isBusinessDay,
  plusDays,
  type Told,
} from '#shared/domain/index.ts'
import { NeedsYouIcon } from '../../parts/icons/index.ts'
import { Note, ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PaperButtons } from '../../parts/report/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { useNow } from '../../state/use-now.ts'
import { AccountDialog, ToldDialog } from './incident-dialogs.tsx'
import { IncidentSheet } from './incident-sheet.tsx'
import classes from './plan.module.css'
import { useWho } from './use-who.tsx'
import { useWords } from './use-words.ts'

type CardProps = {
  incident: IncidentView
  clinicName: string
  ownHolidays: readonly string[]
  onChange: () => void
}

/** One incident: its clock, what speaks for the clinic, its steps, its drafts. */
export function IncidentCard({ incident, clinicName, ownHolidays, onChange }: CardProps) {
  const { t } = useTranslation('incidents')
  const { engine } = useServices()
  const words = useWords()
  const { who, field } = useWho()
  const mayWork = useMay('work')
  const mayDecide = useMay('decide')
  const [asked, setAsked] = useState<'account' | Told | null>(null)
  const { incidentId, number, kind, closedAtMs, account, tasks, disk } = incident
  const tick = useAction(async (task: IncidentTask, isDone: boolean) => {
    await engine.tickIncident({ incidentId, by: who, task, isDone })
    onChange()
  })
  const close = useAction(async () => {
    await engine.closeIncident({ incidentId, by: who, isClosed: closedAtMs === null })
    onChange()
  })
  const isOpen = closedAtMs === null
  const done = () => {
    setAsked(null)
    onChange()
  }
  return (
    <Panel icon={NeedsYouIcon} title={`${t('number', { number })}: ${t(`kind.${kind}`)}`}>
      <div>
        <ToneLine tone={isOpen ? 'attention' : 'none'}>{t(isOpen ? 'state.open' : 'state.closed')}</ToneLine>
      </div>
      {isOpen && <Clock incident={incident} ownHolidays={ownHolidays} />}
      {disk && <DiskNote disk={disk} />}
      <Account incident={incident} />
      {isOpen && (
        <>
          <div className={classes.actions}>
            {mayWork && (
              <Button variant="default" onClick={() => setAsked('account')}>
                {t('account.edit')}
              </Button>
            )}
            {(['authority', 'subjects', 'complement'] as const)
              .filter((whom) => mayDecide && incident.told[whom] === undefined)
              .map((whom) => (
                <Button key={whom} variant="default" onClick={() => setAsked(whom)}>
                  {t(`tell.${whom}`)}
                </Button>
              ))}
          </div>
          {field}
          <strong>{t('tasksTitle')}</strong>
          <div className={classes.list}>
            {incidentTaskSchema.options.map((task) => {
              const ticked = tasks[task]
              return (
                <Checkbox
                  key={task}
                  size="md"
                  label={t(`tasks.${task}`)}
                  description={ticked && `${ticked.by}, ${words.moment(ticked.atMs)}`}
                  checked={ticked !== undefined}
                  disabled={who === '' || !mayWork}
                  onChange={(event) => tick.run(task, event.currentTarget.checked)}
                />
              )
            })}
          </div>
        </>
      )}
      {tick.state.kind === 'failed' && <Trouble error={tick.state.error} />}
      <p className={classes.soft}>{t('draftHint')}</p>
      <PaperButtons
        kind="incident"
        suffix={String(number)}
        title={t('sheet.title', { number })}
        clinicName={clinicName}
        data={`${JSON.stringify(incident, null, 1)}\n`}
      >
        <IncidentSheet incident={incident} clinicName={clinicName} />
      </PaperButtons>
      {close.state.kind === 'failed' && <Trouble error={close.state.error} />}
      {mayDecide && (
        <div>
          <Button variant="subtle" disabled={who === ''} loading={close.state.kind === 'busy'} onClick={close.run}>
            {t(isOpen ? 'close' : 'reopen')}
          </Button>
        </div>
      )}
      {asked === 'account' && (
        <AccountDialog
          incidentId={incidentId}
          account={account}
          who={who}
          onDone={done}
          onClose={() => setAsked(null)}
        />
      )}
      {asked !== null && asked !== 'account' && (
        <ToldDialog incidentId={incidentId} whom={asked} who={who} onDone={done} onClose={() => setAsked(null)} />
      )}
    </Panel>
  )
}

/** How much of the term is left, in business days; always the shorter term. */
function Clock({ incident, ownHolidays }: Pick<CardProps, 'incident' | 'ownHolidays'>) {
  const { t } = useTranslation('incidents')
  const { date } = useWords()
  const nowMs = useNow()
  const { terms, told } = incident
  if (told.complement) return <Note tone="guarded" title={t('clock.completed', { date: date(told.complement.atMs) })} />
  if (told.authority)
    return (
      <Note tone="attention" title={t('clock.complete', { date: date(terms.completeByMs) })}>
        <p>{t('clock.told', { date: date(told.authority.atMs) })}</p>
      </Note>
    )
  const left = businessDaysLeft(nowMs, terms.tellByMs, ownHolidays)
  return (
    <Note tone={left > 1 ? 'attention' : 'needs-you'} title={t('clock.tell', { date: date(terms.tellByMs) })}>
      <p>
        {nowMs > terms.tellByMs ? t('clock.over') : left === 0 ? t('clock.today') : t('clock.left', { count: left })}
      </p>
      <p>{t('clock.lawyer')}</p>
    </Note>
  )
}

/** Business days after today, up to the last day of a term. */
function businessDaysLeft(nowMs: number, untilMs: number, own: readonly string[]): number {
  let count = 0
  const last = dayOf(untilMs)
  for (let day = plusDays(dayOf(nowMs), 1); day <= last; day = plusDays(day, 1)) if (isBusinessDay(day, own)) count++
  return count
}

function DiskNote({ disk }: { disk: NonNullable<IncidentView['disk']> }) {
  const { t } = useTranslation('incidents')
  const { date } = useWords()
  const { custody, keys } = disk
  return (
    <Note tone="guarded" title={t('disk.title')}>
      <ul className={classes.list}>
        <li>{t('disk.cipher', { disk: disk.label })}</li>
        <li>{t('disk.key')}</li>
        {keys !== null && <li>{t('disk.keys', { count: keys })}</li>}
        <li>
          {custody
            ? t('disk.custody', { who: custody.takenBy, place: custody.place, date: date(custody.atMs) })
            : t('disk.noCustody')}
        </li>
        {disk.newestCopyAtMs !== null && <li>{t('disk.newest', { date: date(disk.newestCopyAtMs) })}</li>}
        <li>{t('disk.check')}</li>
      </ul>
    </Note>
  )
}

function Account({ incident: { account } }: { incident: IncidentView }) {
  const { t } = useTranslation('incidents')
  const { date, units } = useWords()
  const or = (text: string) => (text === '' ? t('account.empty') : text)
  const facts = [
    [t('account.what'), or(account.what)],
    [t('account.happened'), account.happenedAtMs === null ? t('account.empty') : date(account.happenedAtMs)],
    [t('account.data'), or(account.data.map((one) => t(`data.${one}`)).join(', '))],
    [t('account.people'), account.people === null ? t('account.empty') : units.count(account.people)],
    [t('account.risk'), t(`risk.${account.risk}`)],
    [t('account.measures'), or(account.measures)],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
    </dl>
  )
}
