import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import { DiskIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PlaceName } from '../../parts/place-name.tsx'
import { placeOfVault } from '../../parts/place-words.ts'
import { useUnits } from '../../parts/use-units.ts'
import classes from './home.module.css'

/** Where the copies are, whether it answers, and how much room is left in things a person can picture. */
export function PlacePanel({ overview: { vault, copies, lastCopy } }: { overview: Overview }) {
  const { t } = useTranslation('home')
  const room = useRoom(vault?.freeBytes ?? null, lastCopy?.sourceBytes ?? 0)
  if (!vault) return null
  return (
    <Panel icon={DiskIcon} title={t('place.title')}>
      <PlaceName path={placeOfVault(vault.path)} size="lg" />
      {vault.isReachable ? (
        <ToneLine tone="guarded">{t('place.connected')}</ToneLine>
      ) : (
        <ToneLine tone="away">{t('place.away')}</ToneLine>
      )}
      {copies > 0 && <p>{t('place.copies', { count: copies })}</p>}
      {room && <p className={classes.soft}>{room}</p>}
    </Panel>
  )
}

function useRoom(freeBytes: number | null, protectedBytes: number): string | null {
  const { t } = useTranslation('home')
  const units = useUnits()
  if (freeBytes === null) return null
  const size = units.bytes(freeBytes)
  if (protectedBytes === 0) return t('place.room', { size })
  const times = Math.floor(freeBytes / protectedBytes)
  if (times < 1) return t('place.roomTight', { size })
  // Beyond a few dozen the number says nothing more to anybody.
  return times > 50 || times < 2 ? t('place.room', { size }) : t('place.roomTimes', { size, times: units.count(times) })
}
