import { Button, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InventoryItem, InventoryKind, InventoryPlace } from '#shared/domain/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { placeWords } from '../../parts/place-words.ts'
import { type ChosenPath, isCovered } from './have.ts'
import classes from './step.module.css'

export type Known = {
  readonly kind: InventoryKind
  /** Written down already. */
  readonly item: InventoryItem | undefined
  /** Written down or proposed; undefined while nobody said anything. */
  readonly place: InventoryPlace | undefined
}
type HaveRowProps = {
  known: Known
  places: readonly ChosenPath[]
  /** Where it seems to be. */
  found: string | undefined
  onPlace: (place: InventoryPlace | null) => void
  onMore: () => void
}

const ELSEWHERE = ['cloud', 'paper', 'tablet', 'unknown'] as const
const inFolder = (path: string) => `in ${path}`

/** One kind of thing and where it is, in one choice; the rest of it can be written down in a dialog. */
export function HaveRow({ known: { kind, place }, places, found, onPlace, onMore }: HaveRowProps) {
  const { t } = useTranslation(['firstSteps', 'inventory'])
  const name = t(`inventory:kind.${kind}`)
  const own = place?.kind === 'folder' ? place.path : undefined
  const paths = [...new Set([found, own, ...places.map((one) => one.path)])].filter((path) => path !== undefined)
  const isOutside = place !== undefined && (own === undefined || !isCovered(own, places))
  function pick(value: string) {
    const path = paths.find((one) => inFolder(one) === value)
    const elsewhere = ELSEWHERE.find((one) => one === value)
    if (path !== undefined) onPlace({ kind: 'folder', path })
    else if (elsewhere === undefined) onPlace(null)
    else if (elsewhere === 'unknown') onPlace({ kind: 'unknown' })
    else if (elsewhere === 'tablet') onPlace({ kind: 'tablet', tabletId: null, words: '' })
    else onPlace({ kind: elsewhere, words: '' })
  }
  return (
    <li className={classes.haveRow}>
      <div className={classes.have}>
        <NativeSelect
          size="md"
          label={name}
          value={place === undefined ? '' : own === undefined ? place.kind : inFolder(own)}
          onChange={(event) => pick(event.currentTarget.value)}
          data={[
            { value: '', label: t('have.later') },
            ...paths.map((path) => ({ value: inFolder(path), label: t('have.in', { name: nameOf(path) }) })),
            ...ELSEWHERE.map((value) => ({ value, label: t(`inventory:place.${value}`) })),
          ]}
        />
        {place !== undefined && (
          <Button variant="subtle" aria-label={t('have.moreOn', { name })} onClick={onMore}>
            {t('have.more')}
          </Button>
        )}
      </div>
      {isOutside && <ToneLine tone="attention">{t('have.outside')}</ToneLine>}
    </li>
  )
}

const nameOf = (path: string): string => {
  const { name, driveLetter } = placeWords(path)
  return name || driveLetter || path
}
