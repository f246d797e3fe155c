import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RescueCopy } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { DiskIcon, ThisComputerIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useNow } from '../../state/use-now.ts'
import { CopyView } from './copy-view.tsx'
import classes from './rescue.module.css'
import { endRescue, goToRescueStep, rescueStore } from './rescue-store.ts'

/** Copies offered at once; older ones are a button away. */
const PAGE = 100

/** What is in the vault, by computer: looked at and brought back, never written to. And the question what this computer is from now on. */
export function CopiesStep() {
  const { t } = useTranslation(['rescue', 'common'])
  const { engine } = useServices()
  const { computers, computer } = useStore(rescueStore)
  const leave = useAction(async () => {
    await engine.closeRescue({})
    endRescue()
  })
  const chosen = computers.find(({ name }) => name === computer)
  return (
    <section className={classes.page} aria-label={t('title')}>
      <ScreenTitle aside={t('title')} lead={t('copies.lead')}>
        {t('copies.title')}
      </ScreenTitle>
      {computers.length === 0 && (
        <EmptyState icon={DiskIcon} title={t('copies.empty')}>
          {t('copies.emptyWhy')}
        </EmptyState>
      )}
      <Computers />
      {chosen && <Copies key={chosen.name} computer={chosen.name} />}
      {chosen && (
        <Note
          tone="none"
          title={t('takeOver.offer')}
          action={
            <Button variant="default" onClick={() => goToRescueStep('take-over')}>
              {t('takeOver.begin')}
            </Button>
          }
        >
          <p>{t('takeOver.offerWhy')}</p>
        </Note>
      )}
      {leave.state.kind === 'failed' && <Trouble error={leave.state.error} />}
      <div>
        <Button size="lg" variant="default" onClick={leave.run} loading={leave.state.kind === 'busy'}>
          {t('copies.close')}
        </Button>
      </div>
    </section>
  )
}

function Computers() {
  const { t } = useTranslation(['rescue', 'common'])
  const units = useUnits()
  const nowMs = useNow()
  const { computers, computer } = useStore(rescueStore)
  return (
    <ul className={classes.list} aria-label={t('copies.computers')}>
      {computers.map(({ name, copies, newest }) => (
        <li key={name} className={classes.card} data-chosen={name === computer}>
          <ThisComputerIcon size="2rem" />
          <div className={classes.words}>
            <strong>{name === '' ? t('copies.unnamed') : name}</strong>
            <span className={classes.soft}>
              {t('copies.count', { count: copies, newest: units.moment(newest.takenAtMs, nowMs) })}
            </span>
          </div>
          {computers.length > 1 && (
            <Button
              variant={name === computer ? 'light' : 'default'}
              aria-pressed={name === computer}
              onClick={() => rescueStore.setState({ computer: name })}
            >
              {name === computer ? t('copies.chosen') : t('copies.choose')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Which copy of a computer: the newest, unless somebody wants an older one. */
function Copies({ computer }: { computer: string }) {
  const { t } = useTranslation(['rescue', 'wizard'])
  const { engine } = useServices()
  const units = useUnits()
  const nowMs = useNow()
  const [copies, setCopies] = useState<readonly RescueCopy[]>([])
  const [isAll, setIsAll] = useState(false)
  const [copyId, setCopyId] = useState('')
  const load = useAction(async (known: readonly RescueCopy[]) => {
    const beforeMs = known.at(-1)?.takenAtMs
    const older = await engine.rescueCopies({ computer, limit: PAGE, ...(beforeMs !== undefined && { beforeMs }) })
    setIsAll(older.length < PAGE)
    setCopies([...known, ...older])
  })
  const { run } = load
  useEffect(() => run([]), [run])
  const chosen = copies.find((copy) => copy.copyId === copyId) ?? copies[0]
  return (
    <>
      {load.state.kind === 'busy' && !chosen && <Busy>{t('wizard:computer.loading')}</Busy>}
      {load.state.kind === 'failed' && <Trouble error={load.state.error} onRetry={() => run(copies)} />}
      {chosen && (
        <div className={classes.ways}>
          <NativeSelect
            size="md"
            label={t('copies.which')}
            value={chosen.copyId}
            onChange={(event) => setCopyId(event.currentTarget.value)}
            data={copies.map(({ copyId: value, takenAtMs }) => ({ value, label: units.moment(takenAtMs, nowMs) }))}
          />
          {!isAll && (
            <Button
              variant="default"
              className={classes.low ?? ''}
              loading={load.state.kind === 'busy'}
              onClick={() => run(copies)}
            >
              {t('copies.older')}
            </Button>
          )}
        </div>
      )}
      {chosen && <CopyView key={chosen.copyId} copy={chosen} />}
    </>
  )
}
