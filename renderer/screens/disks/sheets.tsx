import { useTranslation } from 'react-i18next'
import type { BookLine, DiskEvidence, DiskView } from '#shared/contracts/index.ts'
import { QrCode } from '../../parts/qr-code.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useOverview } from '../../state/services.tsx'
import { labelTextOf } from './label-text.ts'
import classes from './paper.module.css'

/** Labels to cut out, one a disk: its name and number for people, its code for cameras, nothing of the clinic. */
export function LabelsSheet({ disks }: { disks: readonly DiskView[] }) {
  const { t } = useTranslation('disks')
  return (
    <article className={classes.sheet}>
      <h1>{t('labels.printTitle')}</h1>
      <ul className={classes.labels}>
        {disks.map(({ diskId, label, number }) => (
          <li key={diskId} className={classes.label}>
            <QrCode text={labelTextOf(diskId)} label={t('labels.qr', { disk: label })} className={classes.code} />
            <div className={classes.labelWords}>
              <span className={classes.labelProduct}>{t('labels.product')}</span>
              <span className={classes.labelName}>{label}</span>
              <span className={classes.labelNumber}>{t('labels.number', { number })}</span>
              <span className={classes.labelSmall}>{t('labels.calm')}</span>
              <span className={classes.labelLine}>{t('labels.back')}</span>
            </div>
          </li>
        ))}
      </ul>
    </article>
  )
}

/** What whoever takes a disk along signs. */
export function ReceiptSheet({ disk, line }: { disk: DiskView; line: BookLine }) {
  const { t } = useTranslation('disks')
  const moment = useMomentOnPaper()
  const clinic = useClinicName()
  const { entry, seal } = line
  if (entry.kind !== 'handed-over') return null
  return (
    <article className={classes.sheet}>
      <h1>{t('receipt.title')}</h1>
      <Facts
        facts={[
          [t('receipt.clinic'), clinic],
          [t('receipt.disk'), `${disk.label}, ${t('labels.number', { number: disk.number })}`],
          [t('receipt.when'), moment(entry.atMs)],
          [t('receipt.who'), entry.takenBy],
          [t('receipt.where'), entry.place],
          ...(entry.note === '' ? [] : [[t('receipt.note'), entry.note] as const]),
          [t('receipt.holds'), disk.newestCopyAtMs === null ? t('lost.none') : moment(disk.newestCopyAtMs)],
          [t('receipt.entry'), String(entry.number)],
          [t('receipt.seal'), seal],
        ]}
      />
      <h2>{t('receipt.rules')}</h2>
      <ul className={classes.list}>
        <li>{t('receipt.rule1')}</li>
        <li>{t('receipt.rule2')}</li>
        <li>{t('receipt.rule3')}</li>
        <li>{t('receipt.rule4')}</li>
      </ul>
      <div className={classes.signs}>
        <span>{t('receipt.signTaker')}</span>
        <span>{t('receipt.signClinic')}</span>
      </div>
      <p className={classes.small}>{t('receipt.sealHint')}</p>
    </article>
  )
}

/** A lost disk, for the clinic's register of incidents: what is known, why it cannot be read, who had it. */
export function IncidentSheet({ disk, evidence }: { disk: DiskView; evidence: DiskEvidence }) {
  const { t } = useTranslation('disks')
  const moment = useMomentOnPaper()
  const report = evidence.lines.findLast(({ entry }) => entry.kind === 'lost')
  const custody = evidence.lines.flatMap(({ entry, seal }) => (entry.kind === 'handed-over' ? [{ entry, seal }] : []))
  const ofKind = (kind: DiskEvidence['keys'][number]['kind']) => evidence.keys.filter((key) => key.kind === kind).length
  if (report?.entry.kind !== 'lost') return null
  const { entry } = report
  return (
    <article className={classes.sheet}>
      <h1>{t('lost.sheetTitle', { incident: entry.incident })}</h1>
      <h2>{t('lost.facts')}</h2>
      <Facts
        facts={[
          [t('lost.fact.disk'), `${disk.label}, ${t('labels.number', { number: disk.number })}`],
          [t('lost.fact.reported'), entry.reportedBy],
          [t('lost.fact.when'), moment(entry.atMs)],
          [t('lost.fact.what'), entry.what],
          [t('lost.fact.newest'), disk.newestCopyAtMs === null ? t('lost.none') : moment(disk.newestCopyAtMs)],
          [t('lost.fact.read'), disk.readBackAtMs === null ? t('lost.none') : moment(disk.readBackAtMs)],
          [t('lost.fact.vault'), evidence.replicaId],
        ]}
      />
      <h2>{t('lost.evidence')}</h2>
      <ul className={classes.list}>
        <li>{t('lost.cipher')}</li>
        <li>{t('lost.keyPlace')}</li>
        <li>{t('lost.guessing')}</li>
        <li>{t('lost.ways', { count: evidence.keys.length, computers: ofKind('computer'), kits: ofKind('kit') })}</li>
      </ul>
      <h2>{t('lost.custody')}</h2>
      <ul className={classes.list}>
        {custody.length === 0 && <li>{t('lost.noCustody')}</li>}
        {custody.map(({ entry: { number, atMs, takenBy, place }, seal }) => (
          <li key={number}>
            {t('lost.custodyLine', { when: moment(atMs), who: takenBy, place, number: String(number), seal })}
          </li>
        ))}
      </ul>
      <h2>{t('lost.todo')}</h2>
      <ol className={classes.list}>
        <li>{t('lost.todo1')}</li>
        <li>{t('lost.todo2')}</li>
        <li>{t('lost.todo3')}</li>
        <li>{t('lost.todo4')}</li>
      </ol>
      <div className={classes.signs}>
        <span>{t('receipt.signClinic')}</span>
      </div>
    </article>
  )
}

const Facts = ({ facts }: { facts: readonly (readonly [string, string])[] }) => (
  <dl className={classes.facts}>
    {facts.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
  </dl>
)

/** Paper has no "today": the date in full, and the time. */
function useMomentOnPaper(): (atMs: number) => string {
  const units = useUnits()
  // Asked about from long after, a moment is said with its date and its year.
  return (atMs) => units.moment(atMs, atMs + 800 * 86_400_000)
}

function useClinicName(): string {
  const { state } = useOverview()
  return state.kind === 'fresh' ? '' : state.clinicName
}
