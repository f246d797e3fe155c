import { useTranslation } from 'react-i18next'
import type { PlanPlace } from '#shared/contracts/index.ts'
import { noonOf } from '#shared/domain/index.ts'
import { placeOfVault, placeWords } from '../../parts/place-words.ts'
import { useUnits } from '../../parts/use-units.ts'
import { usePreferences } from '../../state/services.tsx'

/** Names of months and places, and moments that may be missing, as paper and screen say them. */
export function useWords() {
  const { t } = useTranslation('plan')
  const { language } = usePreferences()
  const units = useUnits()
  return {
    units,
    month: (month: string) =>
      new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(new Date(`${month}-15T12:00:00`)),
    shortMonth: (month: string) =>
      new Intl.DateTimeFormat(language, { month: 'short', year: '2-digit' }).format(new Date(`${month}-15T12:00:00`)),
    day: (day: string) => units.date(noonOf(day)),
    moment: (atMs: number | null) => (atMs === null ? t('none') : units.onPaper(atMs)),
    date: (atMs: number | null) => (atMs === null ? t('none') : units.date(atMs)),
    minutes: (minutes: number) => units.span(minutes * 60_000),
    place: ({ name, place }: PlanPlace) =>
      name ?? (place.kind === 'local' ? placeWords(placeOfVault(place.path)).name : place.kind),
  }
}
