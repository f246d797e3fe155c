import { useMemo } from 'react'
import type { Language } from '#shared/units/index.ts'
import * as units from '#shared/units/index.ts'
import { usePreferences } from '../state/services.tsx'

/** Sizes, ages and moments in the window's language. */
export function useUnits() {
  const { language } = usePreferences()
  return useMemo(() => unitsIn(language), [language])
}

const unitsIn = (language: Language) => ({
  age: (atMs: number, nowMs: number) => units.formatAge(atMs, nowMs, language),
  bytes: (bytes: number) => units.formatBytes(bytes, language),
  count: (count: number) => units.formatCount(count, language),
  date: (atMs: number) => units.formatDate(atMs, language),
  duration: (ms: number) => units.formatDuration(ms, language),
  moment: (atMs: number, nowMs: number) => units.formatMoment(atMs, nowMs, language),
  /** Paper has no "today": the date in full, and the time. Asked about from long after, a moment is said so. */
  onPaper: (atMs: number) => units.formatMoment(atMs, atMs + 800 * 86_400_000, language),
  onMoment: (atMs: number, nowMs: number) => units.formatOnMoment(atMs, nowMs, language),
  span: (ms: number) => units.formatSpan(ms, language),
})
