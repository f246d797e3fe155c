import { Button, NativeSelect } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IncidentView } from '#shared/contracts/index.ts'
import { calendarDaySchema, dayOf, incidentKindSchema, noonOf } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { PastDayField, WordsField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { ClockIcon, GuardedIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { IncidentCard } from './incident-card.tsx'
import classes from './plan.module.css'
import { typedDay, writtenDay } from './typed-days.ts'
import { useWho } from './use-who.tsx'

type Listed = { incidents: IncidentView[]; ownHolidays: string[] }

/** The register of incidents, newest first, with the clock of each. */
export function IncidentsTab({ clinicName }: { clinicName: string }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const [listed, setListed] = useState<Listed | null>(null)
  const [isOpening, setIsOpening] = useState(false)
  const mayOpen = useMay('work')
  const maySetHolidays = useMay('configure')
  const loading = useAction(useCallback(async () => setListed(await engine.incidents({})), [engine]))
  const { run: load } = loading
  useEffect(load, [load])
  if (loading.state.kind === 'failed' || !listed)
    return (
      <div className={classes.tab}>
        {loading.state.kind === 'failed' ? (
          <Trouble error={loading.state.error} onRetry={load} />
        ) : (
          <Busy>{t('plan:loading')}</Busy>
        )}
      </div>
    )
  return (
    <div className={classes.tab}>
      <p className={classes.soft}>{t('lead')}</p>
      {mayOpen && (
        <div>
          {/* Beside an incident that is open, its paper is the one thing to do. */}
          <Button
            variant={listed.incidents.some(({ closedAtMs }) => closedAtMs === null) ? 'default' : 'filled'}
            onClick={() => setIsOpening(true)}
          >
            {t('open')}
          </Button>
        </div>
      )}
      {listed.incidents.length === 0 && (
        <EmptyState icon={GuardedIcon} title={t('none')}>
          {t('noneHint')}
        </EmptyState>
      )}
      {listed.incidents.map((incident) => (
        <IncidentCard
          key={incident.incidentId}
          incident={incident}
          clinicName={clinicName}
          ownHolidays={listed.ownHolidays}
          onChange={load}
        />
      ))}
      {maySetHolidays && <Holidays key={listed.ownHolidays.join()} days={listed.ownHolidays} onSaved={setListed} />}
      {isOpening && (
        <OpenDialog
          onClose={() => setIsOpening(false)}
          onOpened={() => {
            setIsOpening(false)
            load()
          }}
        />
      )}
    </div>
  )
}

function OpenDialog({ onOpened, onClose }: { onOpened: () => void; onClose: () => void }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const { who, field } = useWho()
  const [kind, setKind] = useState<IncidentView['kind']>('ransomware')
  const [known, setKnown] = useState(() => dayOf(Date.now()))
  const [what, setWhat] = useState('')
  const isDay = calendarDaySchema.safeParse(known).success
  const open = useAction(async () => {
    await engine.openIncident({ by: who, kind, knownAtMs: noonOf(known), words: what })
    onOpened()
  })
  return (
    <FormDialog
      isWide
      title={t('form.title')}
      submit={t('form.submit')}
      isReady={isDay && what.trim() !== '' && who !== ''}
      state={open.state}
      onSubmit={open.run}
      onClose={onClose}
    >
      <NativeSelect
        size="md"
        label={t('form.kind')}
        description={kind === 'lost-disk' && t('form.ofDisk')}
        value={kind}
        data={incidentKindSchema.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(event) => setKind(incidentKindSchema.catch('other').parse(event.currentTarget.value))}
      />
      <PastDayField label={t('form.known')} description={t('form.knownHint')} value={known} onText={setKnown} />
      <WordsField label={t('form.what')} minRows={3} maxLength={4000} value={what} onText={setWhat} />
      {field}
    </FormDialog>
  )
}

function Holidays({ days, onSaved }: { days: readonly string[]; onSaved: (listed: Listed) => void }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const [text, setText] = useState(days.map(writtenDay).join('\n'))
  const typed = text
    .split(/[\s,;]+/)
    .filter((day) => day !== '')
    .map(typedDay)
  const isWrong = typed.some((day) => !calendarDaySchema.safeParse(day).success)
  const keep = useAction(async () => onSaved(await engine.setOwnHolidays({ days: typed })))
  return (
    <Panel icon={ClockIcon} title={t('holidays.title')}>
      <p className={classes.soft}>{t('clock.rule')}</p>
      <p className={classes.soft}>{t('clock.lawyer')}</p>
      <WordsField
        label={t('holidays.label')}
        description={t('holidays.lead')}
        error={isWrong && t('holidays.wrong')}
        value={text}
        onText={setText}
      />
      {keep.state.kind === 'failed' && <Trouble error={keep.state.error} />}
      <div>
        <Button
          variant="default"
          disabled={isWrong || typed.join('\n') === days.join('\n')}
          loading={keep.state.kind === 'busy'}
          onClick={keep.run}
        >
          {t('plan:save')}
        </Button>
      </div>
    </Panel>
  )
}
