import { useTranslation } from 'react-i18next'
import classes from './place-name.module.css'
import { placeWords } from './place-words.ts'

/** A folder as words: its own name large, what it lies in small beside it. The real path is the tooltip. */
export function PlaceName({ path, size = 'md' }: { path: string; size?: 'md' | 'lg' }) {
  const place = usePlaceText(path)
  return (
    <span className={classes.place} data-size={size} title={path}>
      <span className={classes.name}>{place.name}</span>
      {place.parents !== '' && <span className={classes.parents}>{place.parents}</span>}
    </span>
  )
}

/** The same as plain text, for sentences. */
export function usePlaceText(path: string): { name: string; parents: string } {
  const { t } = useTranslation()
  const { name, parents, driveLetter } = placeWords(path)
  const outermost = driveLetter === null ? [] : [t('drive', { letter: driveLetter })]
  const all = [...outermost, ...parents]
  if (name === '') return { name: all.at(-1) ?? t('wholeComputer'), parents: '' }
  return { name, parents: all.join(' › ') }
}
