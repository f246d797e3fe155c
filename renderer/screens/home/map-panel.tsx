import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Overview, ReplicaOverview } from '#shared/contracts/index.ts'
import { AGING_AFTER_MS, lastSavedMs, threeTwoOneOf } from '#shared/health/index.ts'
import { AwayPlaceIcon, DiskIcon, ThisComputerIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import type { Tone } from '../../parts/tone.ts'
import { Trouble, useErrorText } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { VaultPlaceName } from '../../parts/vault-place.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
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
      <Rule overview={overview} nowMs={nowMs} />
      <p className={classes.hint}>{replicas.length < 2 ? t('map.onlyOne') : t('map.onlySound')}</p>
    </Panel>
  )
}

function DiskNode({ replica, overview, nowMs }: { replica: ReplicaOverview } & MapProps) {
  const { t } = useTranslation(['home', 'common', 'places'])
  const { tone, age } = useCopyAge(replica, overview, nowMs)
  const isAway = replica.place.kind === 's3' || (replica.place.kind !== 'local' && replica.isOutside)
  const PlaceIcon = isAway ? AwayPlaceIcon : DiskIcon
  const room = useRoom(replica.freeBytes, overview.lastCopy?.sourceBytes ?? 0)
  return (
    <li className={classes.disk} data-tone={tone}>
      <span className={classes.line} aria-hidden="true" />
      <div className={classes.node}>
        <PlaceIcon size="2rem" className={classes.icon} />
        <VaultPlaceName place={replica.place} name={replica.name} />
        <ToneLine tone={tone}>{age}</ToneLine>
        {!replica.isReachable && replica.place.kind !== 'local' && <p className={classes.soft}>{t('place.away')}</p>}
        {replica.copies > 0 && <p>{t('place.copies', { count: replica.copies })}</p>}
        <Marks replica={replica} />
        {replica.isOnSourceDisk && <ToneLine tone="attention">{t('places:mark.sameDisk')}</ToneLine>}
        {replica.trouble && replica.isReachable && <PlaceTrouble trouble={replica.trouble} nowMs={nowMs} />}
        <ProofWords replica={replica} nowMs={nowMs} />
        {replica.proof.kind === 'damaged' && overview.replicas.length > 1 && (
          <Heal replica={replica} overview={overview} />
        )}
        {room && <p className={classes.soft}>{room}</p>}
      </div>
    </li>
  )
}

/** Clocks of copies and of their records differ by a moment. */
const SAME_MS = 60_000

function useCopyAge(
  { isReachable, newestCopyAtMs, diskId, lastUpdate }: ReplicaOverview,
  overview: Overview,
  nowMs: number,
): { tone: Tone; age: string } {
  const { t } = useTranslation('home')
  const units = useUnits()
  const newest = overview.lastCopy?.takenAtMs ?? null
  const copyAtMs = newestCopyAtMs ?? lastUpdate?.atMs ?? null
  if (copyAtMs === null) return { tone: 'none', age: t('map.empty') }
  const when = units.moment(copyAtMs, nowMs)
  const age = t('map.copyOf', { when, age: units.age(copyAtMs, nowMs) })
  // A disk of the month is older by design; its own screen says when it is late.
  const isBehind = diskId === undefined && newest !== null && newest - copyAtMs > SAME_MS
  // With all of it there, it may still be of days ago.
  const savedAtMs = lastSavedMs(overview)
  const isOld = diskId === undefined && savedAtMs !== null && nowMs - savedAtMs >= AGING_AFTER_MS
  if (!isReachable) return { tone: 'away', age }
  return { tone: isBehind || isOld ? 'attention' : 'guarded', age }
}

/** What makes a place good against fire, theft and whoever wants to erase. */
function Marks({ replica }: { replica: ReplicaOverview }) {
  const { place, isOutside, isReachable, diskId } = replica
  const { t } = useTranslation('places')
  const marks = [
    (isOutside || (diskId !== undefined && !isReachable)) && t('mark.outside'),
    useProtection(replica),
    place.kind === 'local' && !isReachable && t('mark.unplugged'),
  ].filter((mark) => typeof mark === 'string')
  if (marks.length === 0) return null
  return (
    <ul className={classes.marks}>
      {marks.map((mark) => (
        <li key={mark}>{mark}</li>
      ))}
    </ul>
  )
}

/** Said only as far as it was tried. */
function useProtection({ place, protection }: ReplicaOverview): string | undefined {
  const { t } = useTranslation('places')
  const units = useUnits()
  if (place.kind !== 's3' || place.lock === undefined) return undefined
  if (protection === null) return t('mark.untried')
  if (protection.proof.kind !== 'nobody-can-erase') return t('mark.erasable')
  return t('mark.nobody', { until: units.date(protection.protectedUntilMs ?? protection.proof.untilMs) })
}

function PlaceTrouble({ trouble, nowMs }: { trouble: NonNullable<ReplicaOverview['trouble']>; nowMs: number }) {
  const { t } = useTranslation('places')
  const units = useUnits()
  const { safe } = useErrorText({ code: trouble.code, params: {} })
  return (
    <ToneLine tone="attention">
      {t('list.trouble', { age: units.age(trouble.atMs, nowMs) })}: {safe}
    </ToneLine>
  )
}

/** The rule every insurer asks about, counted honestly: only places that hold a young, sound copy. */
function Rule({ overview, nowMs }: MapProps) {
  const { t } = useTranslation('places')
  const { copies, media, outside, safe } = threeTwoOneOf(overview, nowMs)
  const line = (isKept: boolean, words: string) => (
    <li key={words}>
      <ToneLine tone={isKept ? 'guarded' : 'attention'}>{words}</ToneLine>
    </li>
  )
  return (
    <div className={classes.rule}>
      <p className={classes.ruleTitle}>{t('three.title')}</p>
      <ul className={classes.ruleLines}>
        {line(copies >= 3, t('three.copies', { count: copies }))}
        {line(media >= 2, t('three.media', { count: media }))}
        {line(outside >= 1, t('three.outside', { count: outside }))}
        {line(safe >= 1, t('three.safe', { count: safe }))}
      </ul>
    </div>
  )
}

function ProofWords({ replica: { proof }, nowMs }: { replica: ReplicaOverview; nowMs: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  if (proof.kind === 'none') return <p className={classes.soft}>{t('map.unproven')}</p>
  if (proof.kind === 'damaged')
    return <ToneLine state="failed">{t('map.damaged', { age: units.age(proof.atMs, nowMs) })}</ToneLine>
  if (proof.oldestAtMs === null) return <p className={classes.soft}>{t('map.unproven')}</p>
  const since = units.age(proof.oldestAtMs, nowMs)
  return proof.kind === 'expired' ? (
    <ToneLine state="due">{t('map.proofOver', { age: since })}</ToneLine>
  ) : (
    <p className={classes.soft}>{t('map.proven', { age: since })}</p>
  )
}

/** What is damaged here may be whole elsewhere. */
function Heal({ replica: { replicaId }, overview }: { replica: ReplicaOverview; overview: Overview }) {
  const { t } = useTranslation('places')
  const { engine } = useServices()
  const heal = useAction(async () => void (await engine.healReplica({ replicaId })))
  const isUnderWay = overview.running.some(({ jobKind }) => jobKind === 'heal')
  if (!useMay('configure')) return null
  return (
    <>
      <Button variant="default" loading={heal.state.kind === 'busy' || isUnderWay} onClick={heal.run}>
        {t('list.heal')}
      </Button>
      {heal.state.kind === 'failed' && <Trouble error={heal.state.error} />}
    </>
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
