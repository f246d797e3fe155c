import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenRecords } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import type { EngineClient } from '../../client/clients.ts'
import { Busy } from '../../parts/busy.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { LineField } from '../../parts/fields.tsx'
import { DatabaseIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useNow } from '../../state/use-now.ts'
import { toWireError } from '../../state/wire-error.ts'
import classes from './records.module.css'

type Databases = Awaited<ReturnType<EngineClient['recoverableDatabases']>>
type Known =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'ready'; readonly databases: Databases }

const READ_KINDS: ReadonlySet<Databases[number]['kind']> = new Set(['sqlite', 'postgresql', 'mariadb'])

/** Which database, and as it was when. */
export function ChooseCopy({ onOpened }: { onOpened: (opened: OpenRecords) => void }) {
  const { t } = useTranslation('records')
  const { engine } = useServices()
  const [known, setKnown] = useState<Known>({ kind: 'loading' })
  const [asked, setAsked] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks again
  useEffect(() => {
    let isGone = false
    engine.recoverableDatabases({}).then(
      (databases) => !isGone && setKnown({ kind: 'ready', databases }),
      (error: unknown) => !isGone && setKnown({ kind: 'failed', error: toWireError(error) }),
    )
    return () => {
      isGone = true
    }
  }, [engine, asked])
  if (known.kind === 'loading') return <Busy>{t('loading')}</Busy>
  if (known.kind === 'failed') return <Trouble error={known.error} onRetry={() => setAsked(asked + 1)} />
  if (known.databases.length === 0)
    return (
      <EmptyState icon={DatabaseIcon} title={t('none')}>
        {t('noneWhy')}
      </EmptyState>
    )
  return <Choice databases={known.databases} onOpened={onOpened} />
}

function Choice({ databases, onOpened }: { databases: Databases; onOpened: (opened: OpenRecords) => void }) {
  const { t } = useTranslation('records')
  const { engine } = useServices()
  const units = useUnits()
  const nowMs = useNow()
  const [chosen, setChosen] = useState(databases[0]?.sourceId ?? '')
  const [day, setDay] = useState('')
  const database = databases.find(({ sourceId }) => sourceId === chosen) ?? databases[0]
  const copies = database?.copies ?? []
  // The whole of that day counts.
  const untilMs = day === '' ? Number.POSITIVE_INFINITY : new Date(`${day}T23:59:59.999`).getTime()
  const copy = copies.find(({ takenAtMs }) => takenAtMs <= untilMs)
  const first = copies.at(-1)
  const isReadable = database !== undefined && READ_KINDS.has(database.kind)
  const open = useAction(async () => {
    if (database && copy) onOpened(await engine.openRecords({ sourceId: database.sourceId, copyId: copy.copyId }))
  })
  return (
    <Panel icon={DatabaseIcon} title={t('choose.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          open.run()
        }}
      >
        {databases.length > 1 && (
          <NativeSelect
            size="md"
            label={t('choose.database')}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={databases.map(({ sourceId, label }) => ({ value: sourceId, label }))}
          />
        )}
        <LineField type="date" label={t('choose.day')} description={t('choose.dayHint')} value={day} onText={setDay} />
        <p role="status">
          {copy
            ? t('choose.taken', { when: units.onMoment(copy.takenAtMs, nowMs), age: units.age(copy.takenAtMs, nowMs) })
            : first
              ? t('choose.noneThatOld', { when: units.onMoment(first.takenAtMs, nowMs) })
              : t('noCopies')}
        </p>
        {!isReadable && <Note tone="attention" title={t('choose.unreadable')} />}
        <div className={classes.actions}>
          <Button type="submit" size="lg" disabled={!copy || !isReadable} loading={open.state.kind === 'busy'}>
            {t('choose.open')}
          </Button>
        </div>
        {open.state.kind === 'busy' && <Busy>{t('choose.opening')}</Busy>}
        {open.state.kind === 'failed' && <Trouble error={open.state.error} />}
      </form>
    </Panel>
  )
}
