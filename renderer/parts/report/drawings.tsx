import { useId } from 'react'
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
import { type BarsDrawingProps, type GrowthDrawingProps, HEIGHT, type Limit, WIDTH } from './drawing.ts'

/** Drawn at one size, shown as large as there is room: the library's frame would stay as wide as it is drawn. */
const FITTING = { width: '100%', height: 'auto' }
const MARGIN = { top: 22, right: 16, bottom: 4, left: 4 }
/** Words keep their own ground where a line runs through them. */
const HALO = { stroke: 'var(--sg-chart-ground)', strokeWidth: 4, paintOrder: 'stroke' } as const
/** More bars than this have no number above each. */
const MOST_LABELS = 12

/** The bars alone, black, white and hatched. */
export function BarsDrawing({ words, bars, goal }: BarsDrawingProps) {
  const hatch = `hatch-${useId().replaceAll(/[^\w]/g, '')}`
  const top = Math.max(1, goal?.value ?? 0, ...bars.map(({ value }) => value))
  return (
    <BarChart width={WIDTH} height={HEIGHT} style={FITTING} margin={MARGIN} data={[...bars]} accessibilityLayer={false}>
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
            {...HALO}
            // Words of a label stay on one line.
            formatter={(value: unknown) => words(Number(value)).replaceAll(' ', '\u00a0')}
          />
        )}
      </Bar>
      {goal && limitLine(goal)}
    </BarChart>
  )
}

/** The line alone. */
export function GrowthDrawing({ words, points, limit }: GrowthDrawingProps) {
  const top = Math.max(1, limit?.value ?? 0, ...points.map(({ value }) => value))
  return (
    <LineChart
      width={WIDTH}
      height={HEIGHT}
      style={FITTING}
      margin={MARGIN}
      data={[...points]}
      accessibilityLayer={false}
    >
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

/** What it is stands in the legend: on it, bars would come in between. */
const limitLine = ({ value }: Limit) => (
  <ReferenceLine
    y={value}
    stroke="var(--sg-chart-ink)"
    strokeDasharray="8 4"
    strokeWidth={1.5}
    ifOverflow="extendDomain"
  />
)
