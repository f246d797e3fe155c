import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentStep, type DrillRecord, noonOf } from '#shared/domain/index.ts'
import { BackIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { PaperButtons } from '../../parts/report/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useOverview, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { DrillSheet } from './drill-sheet.tsx'
import classes from './drills.module.css'

type ResultProps = { record: DrillRecord; onChanged: () => void; onBack: () => void }

/** What a drill showed, what the clinic makes of it, and its paper. One that did not finish reads like a result, because it is one. */
export function Result({ record, onChanged, onBack }: ResultProps) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const outcome = record.end?.outcome ?? 'not-finished'
  const stopped = currentStep(record)
  return (
    <div className={classes.page}>
      <ScreenTitle
        lead={`${units.onPaper(record.startedAtMs)} · ${[record.leader, ...record.participants].join(', ')}`}
      >
        {t(`kinds.${record.kind}.name`)}
      </ScreenTitle>
      <Note
        tone={outcome === 'in-time' ? 'guarded' : 'attention'}
        title={t(`result.${outcome}`, { time: units.duration(record.elapsedMs), goal: units.span(record.goalMs) })}
      >
        <p>
          {outcome === 'not-finished' && stopped
            ? t('result.not-finishedBody', {
                step: record.steps.indexOf(stopped) + 1,
                name: t(`steps.${stopped.id}.title`),
              })
            : t(outcome === 'late' ? 'result.lateBody' : 'result.in-timeBody')}
        </p>
      </Note>
      <Paper key={JSON.stringify(record.improvements)} record={record} />
      <Improvements record={record} onChanged={onChanged} />
      <div>
        <Button variant="default" leftSection={<BackIcon />} onClick={onBack}>
          {t('result.back')}
        </Button>
      </div>
    </div>
  )
}

/** What the paper says is asked for when it is drawn anew: a new improvement changes it. */
function Paper({ record }: { record: DrillRecord }) {
  const { t } = useTranslation('drills')
  const { engine } = useServices()
  const { state } = useOverview()
  const { answer } = useAnswer(() => engine.drillReport({ drillId: record.id }))
  const clinicName = state.kind === 'fresh' ? '' : state.clinicName
  if (answer.kind === 'failed') return <Trouble error={answer.error} />
  if (answer.kind === 'loading') return null
  return (
    <PaperButtons
      kind="drill"
      suffix={String(record.number).padStart(3, '0')}
      title={t('paper.title')}
      clinicName={clinicName}
      data={answer.value.text}
    >
      <DrillSheet record={record} clinicName={clinicName} sha256={answer.value.sha256} />
    </PaperButtons>
  )
}

function Improvements({ record, onChanged }: { record: DrillRecord; onChanged: () => void }) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const { engine } = useServices()
  const { id: drillId } = record
  const [text, setText] = useState('')
  const [owner, setOwner] = useState('')
  const [dueDay, setDueDay] = useState('')
  const add = useAction(async () => {
    await engine.addImprovement({ drillId, improvement: { text, owner, dueDay } })
    setText('')
    onChanged()
  })
  const tick = useAction(async (improvementId: string, isDone: boolean) => {
    await engine.tickImprovement({ drillId, improvementId, isDone })
    onChanged()
  })
  return (
    <section className={classes.panel} aria-label={t('improvements')}>
      <h2 className={classes.heading}>{t('improvements')}</h2>
      <p className={classes.soft}>{t('improvementsBody')}</p>
      <ul className={classes.points}>
        {record.improvements.map((improvement) => (
          <li key={improvement.id}>
            <Checkbox
              label={t('todo', {
                ...{ text: improvement.text, owner: improvement.owner },
                day: units.date(noonOf(improvement.dueDay)),
              })}
              checked={improvement.doneAtMs !== null}
              onChange={(event) => tick.run(improvement.id, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
      <form
        noValidate
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault()
          add.run()
        }}
      >
        <TextInput
          label={t('improvement')}
          value={text}
          maxLength={300}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          label={t('owner')}
          value={owner}
          maxLength={80}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('until')}
          value={dueDay}
          onChange={(event) => setDueDay(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          loading={add.state.kind === 'busy'}
          disabled={text.trim() === '' || owner.trim() === '' || dueDay === ''}
        >
          {t('add')}
        </Button>
      </form>
      {add.state.kind === 'failed' && <Trouble error={add.state.error} />}
      {tick.state.kind === 'failed' && <Trouble error={tick.state.error} />}
    </section>
  )
}
