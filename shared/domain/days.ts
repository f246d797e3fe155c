import { z } from 'zod'

/** What one day was: before anything was set up; nothing happened; everything was kept; something was left out; copies did not come. */
export const dayKindSchema = z.enum(['before', 'idle', 'guarded', 'with-misses', 'overdue'])
export type DayKind = z.infer<typeof dayKindSchema>

export const daySchema = z.object({
  /** Local midnight of the day. */
  fromMs: z.number().int(),
  kind: dayKindSchema,
  copies: z.number().int().nonnegative(),
})
export type Day = z.infer<typeof daySchema>

/** What happened, as far as a day is judged by it. */
export type DayEvent = {
  readonly atMs: number
  readonly kind: 'copy' | 'copy-with-misses' | 'look' | 'failure' | 'overdue'
}

/**
 * The last so many local days, oldest first. A day is judged by what came last: a copy makes good what failed before it.
 *
 * `sinceMs` is when set-up was finished; null counts as never.
 */
export function daysOf(events: readonly DayEvent[], sinceMs: number | null, nowMs: number, count = 30): Day[] {
  const today = new Date(nowMs)
  const midnight = (ago: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - ago).getTime()
  return Array.from({ length: count }, (_, index) => {
    const fromMs = midnight(count - 1 - index)
    const toMs = midnight(count - 2 - index)
    const within = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).sort((a, b) => a.atMs - b.atMs)
    const copies = within.filter(({ kind }) => kind === 'copy' || kind === 'copy-with-misses').length
    const isBefore = sinceMs === null || toMs <= sinceMs
    return { fromMs, kind: isBefore ? 'before' : kindOf(within), copies }
  })
}

function kindOf(events: readonly DayEvent[]): DayKind {
  switch (events.at(-1)?.kind) {
    case undefined:
      return 'idle'
    case 'copy':
    case 'look':
      // A look only says that nothing changed since the copy before it.
      return events.findLast(({ kind }) => kind.startsWith('copy'))?.kind === 'copy-with-misses'
        ? 'with-misses'
        : 'guarded'
    case 'copy-with-misses':
      return 'with-misses'
    case 'failure':
    case 'overdue':
      return events.some(({ kind }) => kind.startsWith('copy')) ? 'with-misses' : 'overdue'
  }
}
