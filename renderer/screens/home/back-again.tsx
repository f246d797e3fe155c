import { useTranslation } from 'react-i18next'
import { isWholeReturn, measuredReturn } from '#shared/domain/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAnswer } from '../../state/use-answer.ts'
import classes from './health-card.module.css'

/** How soon the clinic would see patients again: what the newest drill measured, or that nobody knows. */
export function BackAgain() {
  const { t } = useTranslation('home')
  const units = useUnits()
  const { engine } = useServices()
  const { answer } = useAnswer(() => engine.drills({}))
  if (answer.kind !== 'ready') return null
  const found = measuredReturn(
    answer.value.past.flatMap(({ kind: drill, end, elapsedMs, goalMs }) =>
      end === null ? [] : [{ drill, outcome: end.outcome, elapsedMs, goalMs }],
    ),
  )
  if (!found) return <p className={classes.back}>{t('backUnknown')}</p>
  const { drill, elapsedMs, goalMs } = found
  return (
    <p className={classes.back}>
      {t(isWholeReturn(drill) ? 'backMeasured' : 'backPart', {
        time: units.duration(elapsedMs),
        goal: units.span(goalMs),
      })}
    </p>
  )
}
