import { useTranslation } from 'react-i18next'
import type { GoalConflict, InventoryItem, InventoryPlace } from '#shared/domain/index.ts'
import { useOverview } from '../state/services.tsx'
import { placeWords } from './place-words.ts'
import { useUnits } from './use-units.ts'

type ItemWords = {
  readonly nameOf: (item: Pick<InventoryItem, 'kind' | 'name'>) => string
  readonly placeOf: (place: InventoryPlace) => string
  readonly conflictOf: (conflict: GoalConflict, items: readonly InventoryItem[]) => string
}

/** Things of the inventory, their places and what does not fit together, in words. */
export function useItemWords(): ItemWords {
  const { t } = useTranslation(['inventory', 'protectedThings'])
  const { sources } = useOverview()
  const units = useUnits()
  const nameOf: ItemWords['nameOf'] = ({ kind, name }) => name || t(`kind.${kind}`)
  return {
    nameOf,
    placeOf(place) {
      switch (place.kind) {
        case 'source': {
          const source = sources.find(({ id }) => id === place.sourceId)
          return source ? t('place.source', { name: source.label }) : t('place.sourceGone')
        }
        case 'folder': {
          const { name, driveLetter } = placeWords(place.path)
          return t('place.folder', { name: name || driveLetter || place.path })
        }
        case 'unknown':
          return t('place.unknown')
        case 'tablet':
        case 'paper':
        case 'cloud': {
          const what = t(`place.${place.kind}`)
          return place.words === '' ? what : t('place.with', { what, words: place.words })
        }
      }
    },
    conflictOf(conflict, items) {
      const item = 'itemId' in conflict ? items.find(({ itemId }) => itemId === conflict.itemId) : undefined
      const span = (minutes: number) => units.span(minutes * 60_000)
      const what = conflict.category ? t(`protectedThings:categories.${conflict.category}`) : t('conflict.standard')
      return t(`conflict.${conflict.kind}`, {
        what,
        name: item ? nameOf(item) : '',
        goal: 'goalMinutes' in conflict ? span(conflict.goalMinutes) : '',
        span:
          'quietMinutes' in conflict
            ? span(conflict.quietMinutes)
            : 'everyMinutes' in conflict
              ? span(conflict.everyMinutes)
              : 'everyDays' in conflict
                ? span(conflict.everyDays * 1440)
                : '',
      })
    },
  }
}
