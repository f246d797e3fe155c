import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  LabelList,
  Line,
  LineChart,
  ReferenceLine,
  XAxis,
  YAxis,
} from 'recharts'
import classes from './charts.module.css'

export type ChartBar = {
  readonly label: string
  readonly value: number
  /** Drawn hatched: what the legend calls it. One way for all marked ones of a chart. */
  readonly isMarked?: boolean
}
export type ChartPoint = { readonly label: string; readonly value: number }

/** Fixed, because paper has no window to follow; on a screen the drawing shrinks with its place. Pixels of CSS: 17 cm wide. */
const WIDTH = 640
const HEIGHT = 220
const MARGIN = { top: 22, right: 16, bottom: 4, left: 4 }
/** More bars than this have no number above each. */
const MOST_LABELS = 12

type ChartProps = {
  title: string
  /** Says a value: "3 cópias", "38 min", "412 GB". */
  words: (value: number) => string
  /** What the rows of the table are: days, months, drills. */
  of: string
}

type BarsChartProps = ChartProps & {
  bars: readonly ChartBar[]
  /** What hatched bars are. Told in the table, too. */
  markedWords?: string
  /** A line across: the goal. */
  goal?: { readonly value: number; readonly label: string }
}

/** Counts or times beside each other: copies per day, times of drills against their goal. Black, white and hatched. */
export function BarsChart({ title, words, of, bars, markedWords, goal }: BarsChartProps) {
  const hatch = `hatch-${useId().replaceAll(/[^\w]/g, '')}`
  const top = Math.max(1, goal?.value ?? 0, ...bars.map(({ value }) => value))
  return (
    <Figure
      title={title}
      of={of}
      isLegendHatched
      legend={bars.some(({ isMarked }) => isMarked) ? markedWords : undefined}
      rows={bars.map(({ label, value, isMarked }) => [
        label,
        isMarked && markedWords !== undefined ? `${words(value)} (${markedWords})` : words(value),
      ])}
    >
      <BarChart width={WIDTH} height={HEIGHT} margin={MARGIN} data={[...bars]} accessibilityLayer={false}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--sg-chart-ground)" />
            <rect width="2.5" height="6" fill="var(--sg-chart-ink)" />
          </pattern>
        </defs>
        {axes(words, [0, top + top / 6])}
        <Bar
          dataKey="value"
          isAnimationActive={false}
          maxBarSize={48}
          shape={({ x, y, width, height, index }: BarShapeProps) => (
            <rect
              x={x}
              y={y}
              width={width}
              height={height}
              fill={bars[index]?.isMarked ? `url(#${hatch})` : 'var(--sg-chart-fill)'}
              stroke="var(--sg-chart-ink)"
              strokeWidth={1}
            />
          )}
        >
          {bars.length <= MOST_LABELS && (
            <LabelList
              dataKey="value"
              position="top"
              fontSize={12}
              fill="var(--sg-chart-ink)"
              // Words of a label stay on one line.
              formatter={(value: unknown) => words(Number(value)).replaceAll(' ', '\u00a0')}
            />
          )}
        </Bar>
        {goal && limitLine(goal)}
      </BarChart>
    </Figure>
  )
}

type GrowthChartProps = ChartProps & {
  points: readonly ChartPoint[]
  /** How much there is room for. */
  limit?: { readonly value: number; readonly label: string }
  /** "Cabe até …", under the drawing. */
  fits?: string
}

/** How something grew, against what there is room for. */
export function GrowthChart({ title, words, of, points, limit, fits }: GrowthChartProps) {
  const top = Math.max(1, limit?.value ?? 0, ...points.map(({ value }) => value))
  return (
    <Figure title={title} of={of} legend={fits} rows={points.map(({ label, value }) => [label, words(value)])}>
      <LineChart width={WIDTH} height={HEIGHT} margin={MARGIN} data={[...points]} accessibilityLayer={false}>
        {axes(words, [0, top + top / 10])}
        <Line
          dataKey="value"
          type="linear"
          isAnimationActive={false}
          stroke="var(--sg-chart-ink)"
          strokeWidth={2}
          dot={{ r: 3, fill: 'var(--sg-chart-ground)', stroke: 'var(--sg-chart-ink)' }}
        />
        {limit && limitLine(limit)}
      </LineChart>
    </Figure>
  )
}

/** Functions, not components: the library looks at its children's kind. */
const axes = (words: (value: number) => string, domain: [number, number]) => [
  <CartesianGrid key="grid" vertical={false} stroke="var(--sg-chart-line)" />,
  <XAxis
    key="x"
    dataKey="label"
    tick={{ fontSize: 12, fill: 'var(--sg-chart-ink)' }}
    stroke="var(--sg-chart-ink)"
    interval="preserveStartEnd"
  />,
  <YAxis
    key="y"
    domain={domain}
    allowDecimals={false}
    tickCount={4}
    width={72}
    tick={{ fontSize: 12, fill: 'var(--sg-chart-ink)' }}
    stroke="var(--sg-chart-ink)"
    tickFormatter={(value) => words(Number(value))}
  />,
]

const limitLine = ({ value, label }: { readonly value: number; readonly label: string }) => (
  <ReferenceLine
    y={value}
    stroke="var(--sg-chart-ink)"
    strokeDasharray="8 4"
    strokeWidth={1.5}
    ifOverflow="extendDomain"
    label={{ value: label, position: 'insideBottomRight', fontSize: 12, fill: 'var(--sg-chart-ink)' }}
  />
)

type FigureProps = {
  title: string
  of: string
  legend: string | undefined
  isLegendHatched?: boolean
  rows: readonly (readonly [string, string])[]
  children: ReactNode
}

/** A drawing with its name and what it shows as a table: for who does not see it, and on paper for who wants the figures. */
function Figure({ title, of, legend, isLegendHatched = false, rows, children }: FigureProps) {
  const { t } = useTranslation('report')
  return (
    <figure className={classes.figure}>
      <figcaption>{title}</figcaption>
      <div className={classes.drawing} role="img" aria-label={t('chart', { title })}>
        {children}
      </div>
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
