import { isInside } from '#shared/domain/index.ts'
import { chosenSources } from './setup-store.ts'

/** A folder or a database file that was chosen to be protected. */
export type ChosenPath = { readonly path: string; readonly label: string; readonly isDatabase: boolean }

export const chosenPlaces = (): ChosenPath[] =>
  chosenSources().flatMap((source) =>
    source.kind === 'server' ? [] : [{ path: source.path, label: source.label, isDatabase: source.kind === 'sqlite' }],
  )

/** Whether what lies there comes into the copies. */
export const isCovered = (path: string, places: readonly ChosenPath[]): boolean =>
  places.some((place) => isInside(path, place.path))
