export type ChartBar = {
  readonly label: string
  readonly value: number
  /** Drawn hatched: what the legend calls it. One way for all marked ones of a chart. */
  readonly isMarked?: boolean
}
export type ChartPoint = { readonly label: string; readonly value: number }
/** A line across. */
export type Limit = { readonly value: number; readonly label: string }
/** Says a value: "3 cópias", "38 min", "412 GB". */
export type ValueWords = (value: number) => string

export type BarsDrawingProps = { words: ValueWords; bars: readonly ChartBar[]; goal?: Limit | undefined }
export type GrowthDrawingProps = { words: ValueWords; points: readonly ChartPoint[]; limit?: Limit | undefined }

/** Fixed, because paper has no window to follow; on a screen the drawing shrinks with its place. Pixels of CSS: 17 cm wide. */
export const WIDTH = 640
export const HEIGHT = 220
