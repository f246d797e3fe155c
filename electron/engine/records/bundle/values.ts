import { type Cell, textOf } from '../rows.ts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/

/** A cell as it is read here: dates day first, yes and no in words. Empty for what is not text. */
export function shownValue(cell: Cell | undefined, type: string): string {
  const text = textOf(cell).trim()
  if (/bool/i.test(type)) return /^(t|true|1)$/i.test(text) ? 'Sim' : text === '' ? '' : 'Não'
  const date = ISO.exec(text)
  if (!date) return text
  const [, year, month, day, hour, minute] = date
  const isMidnight = hour === undefined || (hour === '00' && minute === '00')
  return `${day}/${month}/${year}${isMidnight ? '' : ` ${hour}:${minute}`}`
}

/** The day of a text that begins with one, as FHIR writes it. */
export const isoDay = (text: string): string | undefined => {
  const iso = /^(\d{4}-\d{2}-\d{2})/.exec(text)?.[1]
  if (iso !== undefined) return iso
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text) ?? []
  return year === undefined ? undefined : `${year}-${month}-${day}`
}

/** A moment as FHIR writes it. Programs here write local time without saying so; Brasília's is taken. */
export function fhirMoment(cell: Cell | undefined): string | undefined {
  const text = textOf(cell).trim()
  const [, day, hour, minute, second] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?/.exec(text) ?? []
  if (day === undefined) return isoDay(text)
  const zone = /(Z|[+-]\d{2}:\d{2})$/.exec(text)?.[1] ?? '-03:00'
  return `${day}T${hour}:${minute}:${second ?? '00'}${zone}`
}
