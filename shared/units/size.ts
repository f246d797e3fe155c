import type { Language } from './language.ts'
import { formatCount } from './number.ts'

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/**
 * A size as it is printed on the box of a disk: powers of 1000, one decimal below 10.
 *
 * 3.2e9 is "3,2 GB" in Portuguese; 412.6e9 is "413 GB".
 */
export function formatBytes(bytes: number, language: Language): string {
  let value = Math.max(0, bytes)
  let unit = 0
  // 999.5 would be written as 1.000 of this unit, so it already belongs to the next one.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  if (unit === 0) return value === 1 ? '1 byte' : `${formatCount(value, language)} bytes`
  return `${formatCount(value, language, value < 9.95 ? 1 : 0)} ${UNITS[unit] ?? ''}`
}
