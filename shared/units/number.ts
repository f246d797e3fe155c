import type { Language } from './language.ts'

const MARKS: Readonly<Record<Language, { readonly thousands: string; readonly decimal: string }>> = {
  'pt-BR': { thousands: '.', decimal: ',' },
  en: { thousands: ',', decimal: '.' },
}

/**
 * A number as people of that language write it: 1204 is "1.204" in Portuguese. At most so many decimals, none that are zero.
 *
 * The same as `Intl.NumberFormat` says, without loading its tables: that takes longer than many a command of the command line.
 */
export function formatCount(count: number, language: Language, decimals = 0): string {
  const { thousands, decimal } = MARKS[language]
  // Moves the point in the text: what stands for 0.35 is a little less, and would be rounded down.
  const plain = Math.abs(count) < 1e-6 ? '0' : String(Math.abs(count))
  const digits = String(Math.round(Number(`${plain}e${decimals}`))).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const kept = digits.slice(digits.length - decimals).replace(/0+$/, '')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, thousands)
  return `${count < 0 || Object.is(count, -0) ? '-' : ''}${grouped}${kept === '' ? '' : decimal + kept}`
}
