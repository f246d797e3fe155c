import { Button, NativeSelect, Radio } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DiskPolicy, type DiskScheme, diskSchemeSchema, schemes } from '#shared/domain/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './disks.module.css'
import { weekdayKey } from './promise-note.tsx'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0]
const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => index + 1)

/** Which scheme, and on which day: what the clinic promises itself. */
export function AgreeForm({ policy, onDone }: { policy: DiskPolicy | null; onDone: () => void }) {
  const { t } = useTranslation('disks')
  const { engine } = useServices()
  const known = policy?.swapDays
  const [scheme, setScheme] = useState<DiskScheme>(known?.kind === 'weekday' ? 'weekly' : 'three')
  const [day, setDay] = useState(known?.kind === 'month-day' ? known.day : 5)
  const [weekday, setWeekday] = useState(known?.kind === 'weekday' ? known.weekday : 5)
  const isWeekly = schemes[scheme].swapDays.kind === 'weekday'
  const save = useAction(async () => {
    await engine.decideDisks({
      swapDays: isWeekly ? { kind: 'weekday', weekday } : { kind: 'month-day', day },
    })
    rememberScheme(scheme)
    onDone()
  })
  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault()
        save.run()
      }}
    >
      <Radio.Group
        label={t('setUp.choose')}
        value={scheme}
        onChange={(value) => setScheme(diskSchemeSchema.parse(value))}
      >
        <div className={classes.schemes}>
          {diskSchemeSchema.options.map((one) => (
            <SchemeCard key={one} scheme={one} />
          ))}
        </div>
      </Radio.Group>
      <div className={classes.short}>
        {isWeekly ? (
          <NativeSelect
            size="md"
            label={t('setUp.weekday')}
            value={String(weekday)}
            onChange={(event) => setWeekday(Number(event.currentTarget.value))}
            data={WEEKDAYS.map((value) => ({ value: String(value), label: t(`setUp.weekdays.${weekdayKey(value)}`) }))}
          />
        ) : (
          <NativeSelect
            size="md"
            label={t('setUp.dayOfMonth')}
            description={day > 28 ? t('setUp.lastDay') : undefined}
            value={String(day)}
            onChange={(event) => setDay(Number(event.currentTarget.value))}
            data={MONTH_DAYS.map(String)}
          />
        )}
      </div>
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
      <div className={classes.actions}>
        <Button type="submit" loading={save.state.kind === 'busy'}>
          {policy === null ? t('setUp.start') : t('setUp.save')}
        </Button>
      </div>
    </form>
  )
}

function SchemeCard({ scheme }: { scheme: DiskScheme }) {
  const { t } = useTranslation('disks')
  const id = useId()
  return (
    <label className={classes.scheme} htmlFor={id}>
      <Radio id={id} value={scheme} size="md" aria-labelledby={`${id}-name`} aria-describedby={`${id}-body`} />
      <span id={`${id}-name`} className={classes.schemeName}>
        {t(`setUp.schemes.${scheme}.name`)}
      </span>
      <span id={`${id}-body`} className={classes.schemeBody}>
        {t(`setUp.schemes.${scheme}.body`)}
      </span>
    </label>
  )
}

let chosen: DiskScheme | undefined
/** Only to suggest names for the disks that are added next. */
const rememberScheme = (scheme: DiskScheme): void => {
  chosen = scheme
}
export const hasMonthNames = (labelsHaveMonths: boolean): boolean =>
  labelsHaveMonths || (chosen !== undefined && schemes[chosen].hasMonths)
