import { useTranslation } from 'react-i18next'
import type { Place } from '#shared/domain/index.ts'
import classes from './place-name.module.css'
import { usePlaceText } from './place-name.tsx'
import { placeOfVault } from './place-words.ts'

/** A place that keeps copies, as people know it: the clinic's own name for it, or the folder or service it is; its address small beside it. */
export function VaultPlaceName({ place, name }: { place: Place; name?: string | undefined }) {
  const { title, detail } = useVaultPlaceText(place, name)
  return (
    <span className={classes.place} data-size="lg" title={addressOf(place)}>
      <span className={classes.name}>{title}</span>
      {detail !== '' && <span className={classes.parents}>{detail}</span>}
    </span>
  )
}

/** The same as plain text, for sentences. */
export function useVaultPlaceText(place: Place, name?: string): { title: string; detail: string } {
  const { t } = useTranslation('places')
  const folder = usePlaceText(place.kind === 'local' ? placeOfVault(place.path) : '')
  switch (place.kind) {
    case 'local': {
      if (name === undefined) return { title: folder.name, detail: folder.parents }
      return { title: name, detail: [folder.parents, folder.name].filter((part) => part !== '').join(' › ') }
    }
    case 'sftp':
      return { title: name ?? t('kind.sftp'), detail: t('where.sftp', { folder: place.folder, host: place.host }) }
    case 's3': {
      const host = hostOf(place.endpoint)
      return { title: name ?? t('kind.s3'), detail: t('where.s3', { bucket: place.bucket, host }) }
    }
    case 'webdav':
      return { title: name ?? t('kind.webdav'), detail: hostOf(place.url) }
    case 'rest':
      return { title: name ?? t('kind.rest'), detail: hostOf(place.url) }
  }
}

/** The whole address, as a technician writes it. */
export function addressOf(place: Place): string {
  switch (place.kind) {
    case 'local':
      return place.path
    case 'sftp':
      return `sftp://${place.user}@${place.host}:${place.port}/${place.folder}`
    case 's3':
      return [place.endpoint.replace(/\/+$/, ''), place.bucket, place.prefix].filter((part) => part !== '').join('/')
    case 'webdav':
    case 'rest':
      return place.url
  }
}

const hostOf = (address: string) => new URL(address).host
