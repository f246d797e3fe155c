import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrillCard, DrillsView } from '#shared/contracts/index.ts'
import type { DrillId, DrillKind } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Note } from '../../parts/note.tsx'
import { drillPictures } from '../../parts/pictures/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { usePersonHere, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useKnownNames } from '../../state/use-known-names.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './drills.module.css'
import { PastDrills } from './past.tsx'
import { Result } from './result.tsx'
import { Running } from './running.tsx'
import { useDrillWords } from './use-drill-words.ts'
import { useDrills } from './use-drills.ts'

/** Rehearsals of recovery: the library, the one under way, and what came of those before. */
export function Drills() {
  const { t } = useTranslation('drills')
  const { state, heard, again } = useDrills()
  const [shown, setShown] = useState<DrillId | null>(null)
  const record = state.kind === 'ready' ? state.view.past.find(({ id }) => id === shown) : undefined
  if (heard) return <Running key={heard.running.record.id} heard={heard} onEnded={setShown} />
  if (record) return <Result record={record} onChanged={again} onBack={() => setShown(null)} />
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      {state.kind === 'loading' && <Busy>{t('loading')}</Busy>}
      {state.kind === 'failed' && <Trouble error={state.error} onRetry={again} />}
      {state.kind === 'ready' && <Library view={state.view} onShow={setShown} />}
    </div>
  )
}

function Library({ view, onShow }: { view: DrillsView; onShow: (id: DrillId) => void }) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const nowMs = useNow()
  const [chosen, setChosen] = useState<DrillKind | null>(null)
  const isDue = view.dueAtMs !== null && view.dueAtMs <= nowMs
  return (
    <>
      {isDue && (
        <Note tone="attention" title={t('due')}>
          <p>{t('dueBody', { name: t('kinds.random-record.name') })}</p>
        </Note>
      )}
      {view.dueAtMs !== null && !isDue && (
        <p className={classes.soft}>{t('dueOn', { day: units.date(view.dueAtMs) })}</p>
      )}
      <h2 className={classes.heading}>{t('library')}</h2>
      <ul className={classes.cards} aria-label={t('library')}>
        {view.cards.map((card) => (
          <Card key={card.kind} card={card} view={view} onChoose={() => setChosen(card.kind)} />
        ))}
      </ul>
      <PastDrills view={view} onShow={onShow} />
      {chosen && <BeginDialog kind={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

function Card({ card, view, onChoose }: { card: DrillCard; view: DrillsView; onChoose: () => void }) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const words = useDrillWords()
  const last = view.past.find(({ kind }) => kind === card.kind)
  const [missing] = card.missing
  const DrillPicture = drillPictures[card.kind]
  return (
    <li className={classes.card}>
      <DrillPicture />
      <h3 className={classes.name}>{t(`kinds.${card.kind}.name`)}</h3>
      <p>{t(`kinds.${card.kind}.body`)}</p>
      <p className={classes.soft}>
        {t('facts', { steps: card.steps, goal: units.span(card.goalMs) })}
        {card.next && missing === undefined && (
          <>
            <br />
            {t('from', { place: words.placeName(card.next) })}
          </>
        )}
      </p>
      <p className={classes.soft}>
        {last ? t('last', { day: units.date(last.startedAtMs), outcome: words.outcome(last) }) : t('never')}
      </p>
      {missing === undefined ? (
        <Button variant={card.kind === 'random-record' ? 'filled' : 'default'} onClick={onChoose}>
          {t('begin')}
        </Button>
      ) : (
        <p>{t(`needs.${missing}`)}</p>
      )}
    </li>
  )
}

function BeginDialog({ kind, onClose }: { kind: DrillKind; onClose: () => void }) {
  const { t } = useTranslation('drills')
  const { engine } = useServices()
  const names = useKnownNames()
  const id = useId()
  const [leader, setLeader] = useState(usePersonHere() ?? '')
  const [chosen, setChosen] = useState<string[]>([])
  const [others, setOthers] = useState('')
  const known = names.filter((name) => name !== leader.trim())
  const begin = useAction(async () => {
    const typed = others.split('\n').map((name) => name.trim())
    const participants = [...new Set([...known.filter((name) => chosen.includes(name)), ...typed])]
    await engine.beginDrill({ kind, leader: leader.trim(), participants: participants.filter((name) => name !== '') })
  })
  return (
    <FormDialog
      title={`${t(`kinds.${kind}.name`)} · ${t('begins.title')}`}
      submit={t('begins.start')}
      isReady={leader.trim() !== ''}
      state={begin.state}
      onSubmit={begin.run}
      onClose={onClose}
    >
      <TextInput
        label={t('begins.leader')}
        value={leader}
        maxLength={80}
        list={id}
        autoComplete="off"
        data-autofocus
        onChange={(event) => setLeader(event.currentTarget.value)}
      />
      <datalist id={id}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {known.length > 0 && (
        <Checkbox.Group label={t('begins.people')} value={chosen} onChange={setChosen}>
          <div className={classes.names}>
            {known.map((name) => (
              <Checkbox key={name} value={name} label={name} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <Textarea
        label={known.length > 0 ? t('begins.more') : t('begins.others')}
        description={t('begins.hint')}
        value={others}
        autosize
        minRows={2}
        onChange={(event) => setOthers(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
