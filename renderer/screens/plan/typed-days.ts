import { calendarDaySchema } from '#shared/domain/index.ts'

/** A day of the calendar as people write it: "2026-01-25" is "25/01/2026". */
export const writtenDay = (day: string): string => day.split('-').reverse().join('/')

/** The day that somebody typed, "25/01/2026", as the engine has it; what is no day stays as it is. */
export function typedDay(typed: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed) ?? []
  const found = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return calendarDaySchema.safeParse(found).success ? found : typed
}
