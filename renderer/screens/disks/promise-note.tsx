import { useTranslation } from 'react-i18next'
import type { DiskSetView } from '#shared/contracts/index.ts'
import type { SwapDays } from '#shared/domain/index.ts'
import { Note } from '../../parts/note.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { diskIn } from './use-disks.ts'

/** How the calendar's promise stands: the only thing here that ever alarms. */
export function PromiseNote({ view, nowMs }: { view: DiskSetView; nowMs: number }) {
  const { t } = useTranslation('disks')
  const units = useUnits()
  const days = useDaysWords(view.policy?.swapDays)
  const { promise } = view
  if (promise.kind === 'no-disks')
    return (
      <Note tone="none" title={t('promise.noDisks')}>
        <p>{t('promise.noDisksBody', { days })}</p>
      </Note>
    )
  const disk = diskIn(view, promise.diskId)
  const words = { when: units.moment(promise.byMs, nowMs), disk: disk?.label ?? '' }
  const where = disk?.holder && promise.kind !== 'kept' && (
    <p>{t('promise.where', { who: disk.holder.takenBy, place: disk.holder.place })}</p>
  )
  switch (promise.kind) {
    case 'kept':
      return (
        <Note tone="guarded" title={t('promise.kept')}>
          <p>{t('promise.keptBody', words)}</p>
        </Note>
      )
    case 'near':
    case 'today':
      return (
        <Note tone="attention" title={t(`promise.${promise.kind}`)}>
          <p>{t(`promise.${promise.kind}Body`, words)}</p>
          {where}
        </Note>
      )
    case 'overdue':
      return (
        <Note tone="needs-you" title={t('promise.overdue', { since: units.moment(promise.sinceMs, nowMs) })}>
          <p>{t('promise.overdueBody', words)}</p>
          {promise.missed > 1 && <p>{t('promise.missed', { count: promise.missed })}</p>}
          {where}
        </Note>
      )
  }
}

/** "dia 5 de cada mês", "toda sexta". */
export function useDaysWords(days: SwapDays | undefined): string {
  const { t } = useTranslation('disks')
  if (days === undefined) return ''
  if (days.kind === 'month-day') return t('promise.days.month-day', { day: days.day })
  return t('promise.days.weekday', { weekday: t(`setUp.weekdays.${weekdayKey(days.weekday)}`) })
}

const KEYS = ['0', '1', '2', '3', '4', '5', '6'] as const
export const weekdayKey = (weekday: number): (typeof KEYS)[number] => KEYS[weekday] ?? '0'
