import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { onDemand } from '../on-demand.tsx'
import classes from './charts.module.css'
import {
  type BarsDrawingProps,
  type ChartBar,
  type ChartPoint,
  type GrowthDrawingProps,
  HEIGHT,
  type Limit,
  type ValueWords,
  WIDTH,
} from './drawing.ts'

/** What a drawing will take, so that nothing moves when it comes. */
const waiting = <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />
const drawings = () => import('./drawings.tsx')
const BarsDrawing = onDemand<BarsDrawingProps>({ load: async () => (await drawings()).BarsDrawing, waiting })
const GrowthDrawing = onDemand<GrowthDrawingProps>({ load: async () => (await drawings()).GrowthDrawing, waiting })

/** Has the library that draws ready. Whoever puts a chart on paper, which is drawn only once, has it brought first. */
export const bringDrawings = async (): Promise<void> => {
  await Promise.all([BarsDrawing.bring(), GrowthDrawing.bring()])
}

type ChartProps = {
  title: string
  words: ValueWords
  /** What the rows of the table are: days, months, drills. */
  of: string
}

type BarsChartProps = ChartProps & {
  bars: readonly ChartBar[]
  /** What hatched bars are. Told in the table, too. */
  markedWords?: string
  /** A line across: the goal. */
  goal?: Limit
}

/** Counts or times beside each other: copies per day, times of drills against their goal. Black, white and hatched. */
export function BarsChart({ title, words, of, bars, markedWords, goal }: BarsChartProps) {
  return (
    <Figure
      title={title}
      of={of}
      isLegendHatched
      line={goal?.label}
      legend={bars.some(({ isMarked }) => isMarked) ? markedWords : undefined}
      rows={bars.map(({ label, value, isMarked }) => [
        label,
        isMarked && markedWords !== undefined ? `${words(value)} (${markedWords})` : words(value),
      ])}
    >
      <BarsDrawing words={words} bars={bars} goal={goal} />
    </Figure>
  )
}

type GrowthChartProps = ChartProps & {
  points: readonly ChartPoint[]
  /** How much there is room for. */
  limit?: Limit
  /** "Cabe até …", under the drawing. */
  fits?: string
}

/** How something grew, against what there is room for. */
export function GrowthChart({ title, words, of, points, limit, fits }: GrowthChartProps) {
  return (
    <Figure
      title={title}
      of={of}
      line={limit?.label}
      legend={fits}
      rows={points.map(({ label, value }) => [label, words(value)])}
    >
      <GrowthDrawing words={words} points={points} limit={limit} />
    </Figure>
  )
}

type FigureProps = {
  title: string
  of: string
  /** What the line across is. */
  line: string | undefined
  legend: string | undefined
  isLegendHatched?: boolean
  rows: readonly (readonly [string, string])[]
  children: ReactNode
}

/** A drawing with its name and what it shows as a table: for who does not see it, and on paper for who wants the figures. */
function Figure({ title, of, line, legend, isLegendHatched = false, rows, children }: FigureProps) {
  const { t } = useTranslation('report')
  return (
    <figure className={classes.figure}>
      <figcaption>{title}</figcaption>
      <div className={classes.drawing} role="img" aria-label={t('chart', { title })}>
        {children}
      </div>
      {line !== undefined && (
        <p className={classes.legend}>
          <span className={classes.dashed} aria-hidden />
          {line}
        </p>
      )}
      {legend !== undefined && (
        <p className={classes.legend}>
          {isLegendHatched && <span className={classes.hatched} aria-hidden />}
          {legend}
        </p>
      )}
      <div className={classes.figures}>
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col">{t('value')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, value]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}
