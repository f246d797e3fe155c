/** First and last moment of what was typed: a day (`12/03/2026`), a month (`03/2026`) or a year (`2026`); undefined for anything else. */
export function periodOf(typed: string): { readonly fromMs: number; readonly toMs: number } | undefined {
  const parts = /^(?:(?:(\d{1,2})\s*[/.-]\s*)?(\d{1,2})\s*[/.-]\s*)?(\d{4})$/.exec(typed.trim())
  if (!parts) return undefined
  const [day, month, year] = [parts[1], parts[2], parts[3]].map((part) =>
    part === undefined ? undefined : Number(part),
  )
  if (year === undefined) return undefined
  const from = new Date(year, (month ?? 1) - 1, day ?? 1)
  // 31/02 would be a day of March.
  if (from.getFullYear() !== year || from.getMonth() + 1 !== (month ?? 1) || from.getDate() !== (day ?? 1))
    return undefined
  const to = new Date(from)
  if (day !== undefined) to.setDate(to.getDate() + 1)
  else if (month !== undefined) to.setMonth(to.getMonth() + 1)
  else to.setFullYear(to.getFullYear() + 1)
  return { fromMs: from.getTime(), toMs: to.getTime() - 1 }
}
