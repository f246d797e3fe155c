import { useTranslation } from 'react-i18next'
import type { Overview, ReplicaOverview } from '#shared/contracts/index.ts'
import { DiskIcon, ThisComputerIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import type { Tone } from '../../parts/tone.ts'
import { useUnits } from '../../parts/use-units.ts'
import { VaultPlaceName } from '../../parts/vault-place.tsx'
import classes from './map-panel.module.css'

type MapProps = { overview: Overview; nowMs: number }

/** Where every copy is and how old it is, drawn: this computer, and each disk that keeps copies. */
export function MapPanel({ overview, nowMs }: MapProps) {
  const { t } = useTranslation(['home', 'common'])
  const { sources, replicas, lastCopy } = overview
  const units = useUnits()
  return (
    <Panel icon={DiskIcon} title={t('map.title')}>
      <div className={classes.map}>
        <div className={classes.node}>
          <ThisComputerIcon size="2rem" className={classes.icon} />
          <p className={classes.name}>{t('map.here')}</p>
          <p className={classes.soft}>{t('map.originals', { count: sources.length })}</p>
          {lastCopy && <p className={classes.soft}>{units.bytes(lastCopy.sourceBytes)}</p>}
        </div>
        <span className={classes.line} aria-hidden="true" />
        <ul className={classes.disks}>
          {replicas.map((replica) => (
            <DiskNode key={replica.replicaId} replica={replica} overview={overview} nowMs={nowMs} />
          ))}
        </ul>
      </div>
      <p className={classes.hint}>
        {replicas.length < 2 ? t('map.onlyOne') : t('map.several', { count: replicas.length })}
      </p>
    </Panel>
  )
}

function DiskNode({ replica, overview, nowMs }: { replica: ReplicaOverview } & MapProps) {
  const { t } = useTranslation(['home', 'common'])
  const { tone, age } = useCopyAge(replica, overview, nowMs)
  const room = useRoom(replica.freeBytes, overview.lastCopy?.sourceBytes ?? 0)
  return (
    <li className={classes.disk} data-tone={tone}>
      <span className={classes.line} aria-hidden="true" />
      <div className={classes.node}>
        <DiskIcon size="2rem" className={classes.icon} />
        <VaultPlaceName place={replica.place} name={replica.name} />
        <ToneLine tone={tone}>{age}</ToneLine>
        {!replica.isReachable && <p className={classes.soft}>{t('place.away')}</p>}
        {replica.isMain && overview.copies > 0 && <p>{t('place.copies', { count: overview.copies })}</p>}
        <ProofWords replica={replica} nowMs={nowMs} />
        {room && <p className={classes.soft}>{room}</p>}
      </div>
    </li>
  )
}

function useCopyAge(
  { isMain, isReachable, lastUpdate }: ReplicaOverview,
  { lastCopy }: Overview,
  nowMs: number,
): { tone: Tone; age: string } {
  const { t } = useTranslation('home')
  const units = useUnits()
  const newest = lastCopy?.takenAtMs ?? null
  const copyAtMs = isMain ? newest : lastUpdate ? Math.min(lastUpdate.atMs, newest ?? lastUpdate.atMs) : null
  if (copyAtMs === null) return { tone: 'none', age: t('map.empty') }
  const when = units.moment(copyAtMs, nowMs)
  const age = t('map.copyOf', { when, age: units.age(copyAtMs, nowMs) })
  const isBehind = !isMain && newest !== null && lastUpdate !== null && lastUpdate.atMs < newest
  if (!isReachable) return { tone: 'away', age }
  return { tone: isBehind ? 'attention' : 'guarded', age }
}

function ProofWords({ replica: { proof }, nowMs }: { replica: ReplicaOverview; nowMs: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  if (proof.kind === 'none') return <p className={classes.soft}>{t('map.unproven')}</p>
  if (proof.kind === 'damaged')
    return <ToneLine tone="needs-you">{t('map.damaged', { age: units.age(proof.atMs, nowMs) })}</ToneLine>
  if (proof.oldestAtMs === null) return <p className={classes.soft}>{t('map.unproven')}</p>
  const since = units.age(proof.oldestAtMs, nowMs)
  return proof.kind === 'expired' ? (
    <ToneLine tone="attention">{t('map.proofOver', { age: since })}</ToneLine>
  ) : (
    <p className={classes.soft}>{t('map.proven', { age: since })}</p>
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
