import { Button, Checkbox, PasswordInput, Progress, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunningDrill } from '#shared/contracts/index.ts'
import { type AppStep, appStepSchema, currentStep, type DrillId, type DrillStep } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import {
  DatabaseIcon,
  DocumentIcon,
  type Icon,
  KitIcon,
  PeopleIcon,
  PhotoIcon,
  RecoverIcon,
} from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { drillPictures } from '../../parts/pictures/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './drills.module.css'
import { HandOver } from './hand-over.tsx'
import { useDrillWords } from './use-drill-words.ts'
import { clockFace, type Heard, useElapsed } from './use-drills.ts'
import { usePictureOpening } from './use-picture-opening.ts'

const ICONS: { readonly [S in AppStep]: Icon } = {
  'bring-record': DocumentIcon,
  'bring-file': DocumentIcon,
  'bring-sample': PhotoIcon,
  'bring-before': RecoverIcon,
  'bring-database': DatabaseIcon,
  'bring-database-before': DatabaseIcon,
  'open-with-kit': KitIcon,
}

/** The drill under way: a big clock, one step at a time. */
export function Running({ heard, onEnded }: { heard: Heard; onEnded: (id: DrillId) => void }) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const words = useDrillWords()
  const { engine } = useServices()
  const elapsedMs = useElapsed(heard)
  const { running } = heard
  const { record } = running
  usePictureOpening(running)
  const DrillPicture = drillPictures[record.kind]
  const { id: drillId } = record
  const [open, setOpen] = useState<'none' | 'stuck' | 'close'>('none')
  const step = currentStep(record)
  const at = step ? record.steps.indexOf(step) + 1 : record.steps.length
  const end = useAction(async () => {
    await engine.endDrill({ drillId })
    onEnded(drillId)
  })
  const pause = useAction(async () => void (await engine.pauseDrill({ drillId })))
  const goOn = useAction(async () => void (await engine.goOnWithDrill({ drillId })))
  const noted = record.obstacles.filter(({ kind }) => kind === 'stuck').length
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('head', { goal: units.span(record.goalMs) })}>{t(`kinds.${record.kind}.name`)}</ScreenTitle>
      <section className={classes.panel} aria-label={t('stepOf', { step: at, steps: record.steps.length })}>
        <div className={classes.top}>
          <DrillPicture />
          <p className={classes.clock} role="timer" aria-label={t('clock', { time: clockFace(elapsedMs) })}>
            {clockFace(elapsedMs)}
          </p>
          <p className={classes.soft}>
            {t('limit', { goal: units.span(record.goalMs) })}
            <br />
            {t('stepOf', { step: at, steps: record.steps.length })}
            {running.place && (
              <>
                <br />
                {t('place', { place: words.placeName(running.place) })}
              </>
            )}
          </p>
        </div>
        <Progress
          value={(100 * (step ? at - 1 : at)) / record.steps.length}
          aria-label={t('stepOf', { step: at, steps: record.steps.length })}
        />
        {elapsedMs > record.goalMs && <Note state="late" title={t('over')} />}
        {running.state !== 'running' ? (
          <Halted running={running} onGoOn={goOn.run} isBusy={goOn.state.kind === 'busy'} />
        ) : step ? (
          <Step key={step.id} step={step} running={running} />
        ) : (
          <Button size="lg" loading={end.state.kind === 'busy'} onClick={end.run}>
            {t('end')}
          </Button>
        )}
        {end.state.kind === 'failed' && <Trouble error={end.state.error} />}
        {goOn.state.kind === 'failed' && <Trouble error={goOn.state.error} />}
        {pause.state.kind === 'failed' && <Trouble error={pause.state.error} />}
        {noted > 0 && <p role="status">{t('stuckDone', { count: noted })}</p>}
      </section>
      <div className={classes.actions}>
        {running.state === 'running' && step && (
          <>
            <Button variant="default" onClick={() => setOpen('stuck')}>
              {t('stuck')}
            </Button>
            <Button variant="default" disabled={running.working !== null} onClick={pause.run}>
              {t('pause')}
            </Button>
          </>
        )}
        {step && (
          <Button variant="subtle" disabled={running.working !== null} onClick={() => setOpen('close')}>
            {t('close')}
          </Button>
        )}
      </div>
      {open === 'stuck' && <StuckDialog drillId={drillId} onClose={() => setOpen('none')} />}
      {open === 'close' && (
        <FormDialog
          title={t('closeTitle')}
          submit={t('close')}
          state={end.state}
          onSubmit={end.run}
          onClose={() => setOpen('none')}
        >
          <p>{t('closeBody')}</p>
        </FormDialog>
      )}
    </div>
  )
}

type HaltedProps = { running: RunningDrill; onGoOn: () => void; isBusy: boolean }

function Halted({ running, onGoOn, isBusy }: HaltedProps) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const isCut = running.state === 'interrupted'
  const fromMs = running.record.pauses.at(-1)?.fromMs ?? running.atMs
  return (
    <Note
      state="paused"
      title={isCut ? t('interrupted', { time: units.moment(fromMs, running.atMs) }) : t('paused')}
      action={
        <Button loading={isBusy} onClick={onGoOn}>
          {t('goOn')}
        </Button>
      }
    >
      <p>{t(isCut ? 'interruptedBody' : 'pausedBody')}</p>
    </Note>
  )
}

/** One step: picture, sentence, one button. */
function Step({ step, running }: { step: DrillStep; running: RunningDrill }) {
  const { t } = useTranslation('drills')
  const app = appStepSchema.safeParse(step.id)
  const StepIcon = app.success ? ICONS[app.data] : PeopleIcon
  return (
    <div className={classes.step}>
      <span className={classes.picture}>
        <StepIcon size="2.25rem" />
      </span>
      <div className={classes.words}>
        <h2 className={classes.heading}>{t(`steps.${step.id}.title`)}</h2>
        <p>{t(`steps.${step.id}.body`)}</p>
        <Brought running={running} />
        {app.success ? <AppPart step={step} running={running} /> : <PeoplePart step={step} running={running} />}
      </div>
    </div>
  )
}

const SHOWN = 6

/** What the steps before found and brought. */
function Brought({ running }: { running: RunningDrill }) {
  const { t } = useTranslation('drills')
  const words = useDrillWords()
  const { shell } = useServices()
  const { brought, folder, hidden } = running
  const last = running.record.steps.findLast(({ finding }) => finding !== null)
  if (!last?.finding) return null
  return (
    <Note
      tone={last.state === 'done' ? 'guarded' : 'attention'}
      title={words.finding(last.finding).join(' ')}
      action={
        folder !== null &&
        brought.length > 0 && (
          <Button variant="default" size="sm" onClick={() => void shell.openFolder({ path: folder })}>
            {t('openFolder')}
          </Button>
        )
      }
    >
      {hidden.length > 0 && <HandOver hidden={hidden} />}
      {brought.length > 0 && (
        <p className={classes.lines}>
          {`${t('brought', { count: brought.length })} ${brought
            .slice(0, SHOWN)
            .map(({ name }) => name)
            .join(' · ')}${brought.length > SHOWN ? ` · ${t('more', { count: brought.length - SHOWN })}` : ''}`}
        </p>
      )}
    </Note>
  )
}

function AppPart({ step, running }: { step: DrillStep; running: RunningDrill }) {
  const { t } = useTranslation('drills')
  const words = useDrillWords()
  const { engine } = useServices()
  const [typed, setTyped] = useState('')
  const [secret, setSecret] = useState('')
  const { id: drillId } = running.record
  const needsKit = step.id === 'open-with-kit'
  const needsSecret = needsKit && running.place !== null && running.place.place.kind !== 'local'
  const run = useAction(
    async () =>
      void (await engine.runDrillStep({
        ...{ drillId, stepId: step.id },
        ...(needsKit && { words: typed }),
        ...(needsSecret && secret !== '' && { secret }),
      })),
  )
  const move = useAction(async (replicaId: string) => void (await engine.takeDrillFrom({ drillId, replicaId })))
  const isBusy = run.state.kind === 'busy' || running.working !== null
  const others = running.places.filter(({ replicaId }) => replicaId !== running.record.replicaId)
  return (
    <>
      {needsKit && (
        <Textarea
          label={t('words')}
          value={typed}
          autosize
          minRows={3}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {needsSecret && (
        <PasswordInput label={t('secret')} value={secret} onChange={(event) => setSecret(event.currentTarget.value)} />
      )}
      {running.error && !isBusy && <Trouble error={running.error} />}
      {run.state.kind === 'failed' && <Trouble error={run.state.error} />}
      {move.state.kind === 'failed' && <Trouble error={move.state.error} />}
      <div className={classes.actions}>
        <Button size="lg" loading={isBusy} disabled={needsKit && typed.trim() === ''} onClick={() => run.run()}>
          {t(step.state === 'failed' ? 'again' : 'doStep')}
        </Button>
        {step.state === 'failed' &&
          !isBusy &&
          others.map((place) => (
            <Button key={place.replicaId} variant="default" onClick={() => move.run(place.replicaId)}>
              {`${t('elsewhere')}: ${words.placeName(place)}`}
            </Button>
          ))}
      </div>
      {running.working && <p role="status">{t('working', { percent: Math.round(100 * running.working.doneShare) })}</p>}
    </>
  )
}

function PeoplePart({ step, running }: { step: DrillStep; running: RunningDrill }) {
  const { t } = useTranslation('drills')
  const words = useDrillWords()
  const { engine } = useServices()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [note, setNote] = useState('')
  const { id: drillId } = running.record
  const done = useAction(
    async () => void (await engine.endDrillStep({ drillId, stepId: step.id, ticked: ticked.length, note })),
  )
  return (
    <>
      <ul className={classes.points}>
        {words.points(step.id).map((point) => (
          <li key={point}>
            <Checkbox
              label={point}
              checked={ticked.includes(point)}
              onChange={({ currentTarget: { checked } }) =>
                setTicked((known) => (checked ? [...known, point] : known.filter((other) => other !== point)))
              }
            />
          </li>
        ))}
      </ul>
      <Textarea
        label={t('notes')}
        value={note}
        maxLength={500}
        autosize
        minRows={1}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {done.state.kind === 'failed' && <Trouble error={done.state.error} />}
      <div className={classes.actions}>
        <Button size="lg" loading={done.state.kind === 'busy'} onClick={done.run}>
          {t('done')}
        </Button>
      </div>
    </>
  )
}

function StuckDialog({ drillId, onClose }: { drillId: DrillId; onClose: () => void }) {
  const { t } = useTranslation('drills')
  const { engine } = useServices()
  const [note, setNote] = useState('')
  const send = useAction(async () => {
    await engine.stuckInDrill({ drillId, note })
    onClose()
  })
  return (
    <FormDialog
      title={t('stuckTitle')}
      submit={t('stuckSend')}
      isReady={note.trim() !== ''}
      state={send.state}
      onSubmit={send.run}
      onClose={onClose}
    >
      <Textarea
        label={t('stuckLabel')}
        value={note}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
