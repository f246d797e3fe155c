import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DiskView } from '#shared/contracts/index.ts'
import { DiskIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import type { State } from '../../parts/tone.ts'
import { useUnits } from '../../parts/use-units.ts'
import { useMay } from '../../state/use-may.ts'
import { BookDialog } from './book-dialog.tsx'
import { FoundDialog, HandOverDialog, LostDialog, RetireDialog } from './disk-dialogs.tsx'
import classes from './disks.module.css'
import { IncidentDialog } from './incident-dialog.tsx'

const STATES: Readonly<Record<DiskView['state'], State>> = {
  new: 'waiting',
  'in-use': 'working',
  away: 'away',
  'due-back': 'due',
  'to-check': 'due',
  retired: 'ended',
  lost: 'lost',
}

type Dialog = 'none' | 'book' | 'hand-over' | 'lost' | 'found' | 'retire' | 'incident'
/** What is rarely wanted does not stand out. */
const VARIANTS = {
  'hand-over': 'default',
  incident: 'default',
  book: 'default',
  found: 'default',
  retire: 'subtle',
  lost: 'subtle',
} as const
type CardProps = {
  disk: DiskView
  nowMs: number
  /** Of all that can be done on the screen, its hand-over comes first. */
  isCalling: boolean
  onChanged: () => void
}

/** One disk: its state, who has it since when, what it holds, and what can be said of it. */
export function DiskCard({ disk, nowMs, isCalling, onChanged }: CardProps) {
  const { t } = useTranslation('disks')
  const [dialog, setDialog] = useState<Dialog>('none')
  const mayRetire = useMay('decide')
  const id = useId()
  const close = () => {
    setDialog('none')
    onChanged()
  }
  return (
    <li className={classes.card} data-state={disk.state} data-disk={disk.label}>
      <DiskIcon size="2rem" className={classes.icon} />
      <div className={classes.words}>
        <h2 id={id} className={classes.name}>
          {disk.label} <span className={classes.number}>{t('card.number', { number: disk.number })}</span>
        </h2>
        <ToneLine state={STATES[disk.state]}>{t(`state.${disk.state}`)}</ToneLine>
        <Facts disk={disk} nowMs={nowMs} />
      </div>
      <div className={classes.side}>
        {actionsFor(disk, mayRetire).map(([name, key]) => (
          <Button
            key={name}
            size="sm"
            variant={isCalling && name === 'hand-over' ? 'filled' : VARIANTS[name]}
            aria-describedby={id}
            onClick={() => setDialog(name)}
          >
            {t(key)}
          </Button>
        ))}
      </div>
      {dialog === 'book' && <BookDialog disk={disk} nowMs={nowMs} onClose={close} />}
      {dialog === 'hand-over' && <HandOverDialog disk={disk} onClose={close} />}
      {dialog === 'lost' && <LostDialog disk={disk} onClose={close} onReported={() => setDialog('incident')} />}
      {dialog === 'found' && <FoundDialog disk={disk} onClose={close} />}
      {dialog === 'retire' && <RetireDialog disk={disk} onClose={close} />}
      {dialog === 'incident' && <IncidentDialog disk={disk} onClose={close} />}
    </li>
  )
}

/** It holds copies and lies here, unplugged: somebody may take it. */
export const waitsForTaker = ({ state, copiedAtMs, present }: DiskView): boolean =>
  state === 'in-use' && copiedAtMs !== null && present === null

function actionsFor(disk: DiskView, mayRetire: boolean) {
  const { state } = disk
  const actions = [['book', 'card.book']] as [Exclude<Dialog, 'none'>, ActionWords][]
  if (state === 'lost') return [['incident', 'card.incident'], ['found', 'card.found'], ...actions] as typeof actions
  if (waitsForTaker(disk)) actions.unshift(['hand-over', 'card.handOver'])
  if (state !== 'retired' && mayRetire) actions.push(['retire', 'card.retire'])
  return [...actions, ['lost', 'card.reportLost']] as typeof actions
}
type ActionWords = 'card.book' | 'card.handOver' | 'card.reportLost' | 'card.found' | 'card.retire' | 'card.incident'

function Facts({ disk, nowMs }: { disk: DiskView; nowMs: number }) {
  const { t } = useTranslation('disks')
  const units = useUnits()
  const { holder, newestCopyAtMs, lost, present } = disk
  const when = (atMs: number) => ({ when: units.moment(atMs, nowMs), age: units.age(atMs, nowMs) })
  return (
    <>
      {lost && <p>{t('card.lost', { when: units.onMoment(lost.atMs, nowMs), incident: lost.incident })}</p>}
      {holder && (
        <p>{t('card.holder', { who: holder.takenBy, place: holder.place, when: when(holder.sinceMs).when })}</p>
      )}
      {present && <p>{t('card.plugged')}</p>}
      {disk.state === 'in-use' && !present && <p>{t('card.here')}</p>}
      <p className={classes.soft}>
        {newestCopyAtMs === null ? t('card.empty') : t('card.holds', when(newestCopyAtMs))}
      </p>
      {disk.wholeReadAtMs !== null && disk.readBackDueSinceMs === null && (
        <p className={classes.soft}>{t('card.readBack', { age: units.age(disk.wholeReadAtMs, nowMs) })}</p>
      )}
      {disk.problems > 0 && <ToneLine state="failed">{t('card.problems')}</ToneLine>}
      {disk.problems === 0 && disk.readBackDueSinceMs !== null && <ToneLine state="due">{t('card.readDue')}</ToneLine>}
      {disk.staysSinceMs !== null && <ToneLine state="late">{t('card.stays')}</ToneLine>}
      {disk.isOld && disk.state !== 'retired' && disk.state !== 'lost' && (
        <ToneLine tone="attention">{t('card.old')}</ToneLine>
      )}
    </>
  )
}
