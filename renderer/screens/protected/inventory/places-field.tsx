import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type InventoryPlace, sourceIdSchema } from '#shared/domain/index.ts'
import { AddIcon, FolderIcon } from '../../../parts/icons/index.ts'
import { PlaceName } from '../../../parts/place-name.tsx'
import { useOverview, useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import classes from '../protected.module.css'

const OTHERS = ['folder', 'cloud', 'paper', 'tablet', 'unknown'] as const
type PlacesProps = { places: readonly InventoryPlace[]; onPlaces: (places: InventoryPlace[]) => void }

/** Where a thing is: one place or several, each something protected, a folder, or somewhere copies do not reach. */
export function PlacesField({ places, onPlaces }: PlacesProps) {
  const { t } = useTranslation('inventory')
  return (
    <fieldset className={classes.places}>
      <legend className={classes.heading}>{t('field.places')}</legend>
      {places.map((place, at) => (
        <OnePlace
          // biome-ignore lint/suspicious/noArrayIndexKey: a place is what stands in its row
          key={at}
          number={at + 1}
          place={place}
          onPlace={(next) => onPlaces(places.map((one, index) => (index === at ? next : one)))}
          onRemove={places.length > 1 ? () => onPlaces(places.filter((_one, index) => index !== at)) : undefined}
        />
      ))}
      <div className={classes.foot}>
        <Button
          variant="subtle"
          leftSection={<AddIcon />}
          disabled={places.length >= 20}
          onClick={() => onPlaces([...places, { kind: 'unknown' }])}
        >
          {t('field.addPlace')}
        </Button>
      </div>
    </fieldset>
  )
}

type OnePlaceProps = {
  number: number
  place: InventoryPlace
  onPlace: (place: InventoryPlace) => void
  onRemove: (() => void) | undefined
}

function OnePlace({ number, place, onPlace, onRemove }: OnePlaceProps) {
  const { t } = useTranslation('inventory')
  const { shell } = useServices()
  const { sources } = useOverview()
  const choose = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'protect' })
    if (path !== null) onPlace({ kind: 'folder', path })
  })
  function pick(value: string) {
    const sourceId = sourceIdSchema.safeParse(value)
    if (sourceId.success) onPlace({ kind: 'source', sourceId: sourceId.data })
    else if (value === 'folder') choose.run()
    else if (value === 'tablet') onPlace({ kind: 'tablet', tabletId: null, words: '' })
    else if (value === 'paper' || value === 'cloud') onPlace({ kind: value, words: '' })
    else onPlace({ kind: 'unknown' })
  }
  return (
    <div className={classes.place}>
      <NativeSelect
        size="md"
        aria-label={t('field.placeNumber', { number })}
        value={place.kind === 'source' ? place.sourceId : place.kind}
        onChange={(event) => pick(event.currentTarget.value)}
        data={[
          ...sources.map(({ id, label }) => ({ value: id as string, label: t('place.source', { name: label }) })),
          ...OTHERS.map((kind) => ({
            value: kind as string,
            label: kind === 'folder' ? t('field.chooseFolder') : t(`place.${kind}`),
          })),
        ]}
      />
      {place.kind === 'folder' && (
        <Button variant="default" leftSection={<FolderIcon />} onClick={choose.run}>
          <PlaceName path={place.path} />
        </Button>
      )}
      {'words' in place && (
        <TextInput
          size="md"
          aria-label={t('field.words')}
          placeholder={t('field.wordsHint')}
          value={place.words}
          maxLength={120}
          onChange={(event) => onPlace({ ...place, words: event.currentTarget.value })}
        />
      )}
      {onRemove && (
        <Button variant="subtle" onClick={onRemove}>
          {t('field.removePlace')}
        </Button>
      )}
    </div>
  )
}
