import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { AwayPlaceIcon, BackIcon, DiskIcon, FolderIcon, SearchIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { PlaceName } from '../../parts/place-name.tsx'
import { placeOfVault } from '../../parts/place-words.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { NetworkDialog } from './network-dialog.tsx'
import classes from './rescue.module.css'
import { endRescue, rescueStore } from './rescue-store.ts'

type Vaults = readonly { readonly path: string; readonly label: string }[]

/** Where the copies are: a disk that is plugged in, a folder, or a place on a network. */
export function PlaceStep() {
  const { t } = useTranslation(['rescue', 'common'])
  const { engine, shell } = useServices()
  const [found, setFound] = useState<Vaults>([])
  const [inFolder, setInFolder] = useState<Vaults>([])
  const [isNetwork, setIsNetwork] = useState(false)
  const look = useAction(useCallback(async () => setFound(await engine.lookForVaults({})), [engine]))
  const { run: lookAround } = look
  useEffect(() => lookAround(), [lookAround])
  const choose = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'find-vault' })
    if (path === null) return
    setInFolder([])
    const vaults = await engine.lookForVaults({ path })
    const [only, ...others] = vaults
    if (only === undefined) fail('VAULT_101')
    if (others.length > 0) setInFolder(vaults)
    else take({ kind: 'local', path: only.path })
  })
  return (
    <section className={classes.page} aria-label={t('title')}>
      <ScreenTitle aside={t('title')} lead={t('place.lead')}>
        {t('place.title')}
      </ScreenTitle>
      {look.state.kind === 'busy' && found.length === 0 && <Busy>{t('place.looking')}</Busy>}
      {look.state.kind === 'idle' && found.length === 0 && inFolder.length === 0 && (
        <p className={classes.soft}>{t('place.none')}</p>
      )}
      {inFolder.length > 0 && (
        <Note tone="attention" title={t('place.several', { count: inFolder.length })} isUrgent>
          <p>{t('place.severalWhy')}</p>
          <p className={classes.soft}>{t('common:code', { code: 'NEW_101' })}</p>
        </Note>
      )}
      <VaultList vaults={inFolder.length > 0 ? inFolder : found} isWhole={inFolder.length > 0} />
      <div className={classes.ways}>
        <Button
          variant="default"
          leftSection={<SearchIcon />}
          onClick={lookAround}
          loading={look.state.kind === 'busy'}
        >
          {t('place.again')}
        </Button>
        <Button
          variant={found.length + inFolder.length === 0 ? 'filled' : 'default'}
          leftSection={<FolderIcon />}
          onClick={choose.run}
        >
          {t('place.choose')}
        </Button>
        <Button variant="default" leftSection={<AwayPlaceIcon />} onClick={() => setIsNetwork(true)}>
          {t('place.network')}
        </Button>
      </div>
      {choose.state.kind === 'failed' && <Trouble error={choose.state.error} />}
      {look.state.kind === 'failed' && <Trouble error={look.state.error} />}
      {isNetwork && (
        <NetworkDialog onPlace={(place, secret) => take(place, secret)} onClose={() => setIsNetwork(false)} />
      )}
      <div>
        <Button size="lg" variant="default" leftSection={<BackIcon />} onClick={endRescue}>
          {t('common:back')}
        </Button>
      </div>
    </section>
  )
}

const take = (place: Place, secret: string | null = null): void =>
  rescueStore.setState({ step: 'words', place, secret })

/** Vaults to choose from. Where several lie on one disk, each is shown with its own folder. */
function VaultList({ vaults, isWhole }: { vaults: Vaults; isWhole: boolean }) {
  const { t } = useTranslation('rescue')
  if (vaults.length === 0) return null
  return (
    <ul className={classes.list} aria-label={t('place.found')}>
      {vaults.map(({ path, label }) => (
        <li key={path} className={classes.card}>
          <DiskIcon size="2rem" />
          <div className={classes.words}>
            {label !== '' && !path.split(/[\\/]/).includes(label) && <strong>{label}</strong>}
            <PlaceName path={isWhole ? path : placeOfVault(path)} size="lg" />
          </div>
          <Button
            size="md"
            variant={vaults.length === 1 ? 'filled' : 'default'}
            onClick={() => take({ kind: 'local', path })}
          >
            {t('place.open')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
