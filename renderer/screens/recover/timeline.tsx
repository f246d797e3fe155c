import { useTranslation } from 'react-i18next'
import type { FileVersion } from '#shared/contracts/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import { fewOf, marksOf } from './marks.ts'
import classes from './timeline.module.css'

type TimelineProps = {
  versions: readonly FileVersion[]
  chosen: number | undefined
  onChoose: (versionKey: number) => void
}

const WIDTH = 1000
const HEIGHT = 56
const MIDDLE = HEIGHT / 2

/**
 * The versions as marks on a line of time, far apart when they are. For the eye and the pointer: keyboards and screen readers have the
 * same versions as a list of choices right below.
 */
export function Timeline({ versions, chosen, onChoose }: TimelineProps) {
  const { t } = useTranslation('look')
  const units = useUnits()
  const times = versions.map(({ modifiedAtMs }) => modifiedAtMs)
  const marks = marksOf(fewOf(versions, chosen))
  return (
    <figure className={classes.figure}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.line} aria-hidden="true" preserveAspectRatio="none">
        <line x1={0} y1={MIDDLE} x2={WIDTH} y2={MIDDLE} className={classes.track} />
      </svg>
      {marks.map(({ versionKey, share }) => (
        <button
          key={versionKey}
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className={classes.mark}
          data-chosen={versionKey === chosen}
          style={{ insetInlineStart: `${share * 100}%` }}
          onClick={() => onChoose(versionKey)}
        />
      ))}
      <figcaption className={classes.words}>
        <span>{units.date(Math.min(...times))}</span>
        <span className={classes.hint}>{t('timelineHint')}</span>
        <span>{units.date(Math.max(...times))}</span>
      </figcaption>
    </figure>
  )
}
