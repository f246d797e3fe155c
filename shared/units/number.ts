import type { Language } from './language.ts'

const byOptions = new Map<string, Intl.NumberFormat>()

function formatter(language: Language, decimals: number): Intl.NumberFormat {
  const key = `${language} ${decimals}`
  const known = byOptions.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(language, { maximumFractionDigits: decimals })
  byOptions.set(key, made)
  return made
}

/** A number as people of that language write it: 1204 is "1.204" in Portuguese. */
export const formatCount = (count: number, language: Language, decimals = 0): string =>
  formatter(language, decimals).format(count)
