import { useTranslation } from 'react-i18next'
import type { Evidence } from '#shared/contracts/index.ts'
import { GrowthChart, Report, ReportFacts, ReportSection, ReportTable } from '../../parts/report/index.ts'
import { CopiesPerDay } from './copies-per-day.tsx'
import { DrillsChart } from './plan-cards.tsx'
import { useWords } from './use-words.ts'

type SheetProps = { evidence: Evidence; dataSha256: string }

/** One month on paper: each part on pages of its own that name the rule they support. */
export function EvidenceSheet({ evidence, dataSha256 }: SheetProps) {
  const { t } = useTranslation(['plan', 'incidents'])
  const words = useWords()
  const { units } = words
  const month = words.month(evidence.month)
  const { copies, drills, swaps, incidents, reviews } = evidence
  return (
    <Report
      title={t('evidence.sheetTitle', { month })}
      clinicName={evidence.clinicName}
      atMs={evidence.madeAtMs}
      lead={`${t('evidence.sheetLead', { month })} ${t('evidence.madeBy', { who: evidence.madeBy })}.`}
    >
      <ReportSection title={t('evidence.copies')} supports={t('evidence.copiesRule')}>
        <ReportFacts
          facts={[
            [t('evidence.made'), units.count(copies.made)],
            [t('evidence.unchanged'), units.count(copies.unchanged)],
            [t('evidence.withMisses'), units.count(copies.withMisses)],
            [t('evidence.failures'), units.count(copies.failures)],
            [t('evidence.added'), units.bytes(copies.addedBytes)],
          ]}
        />
        <CopiesPerDay evidence={evidence} />
        <Growth evidence={evidence} />
        <h3>{t('evidence.places')}</h3>
        <ReportTable
          caption={t('evidence.places')}
          columns={[t('sheet.place'), t('sheet.newest'), t('sheet.proven')]}
          rows={evidence.places.map((place) => [
            words.place(place),
            words.date(place.newestCopyAtMs),
            words.date(place.provenAtMs),
          ])}
          none={t('cards.copies.noCopy')}
        />
      </ReportSection>
      <ReportSection title={t('evidence.checks')} supports={t('evidence.checksRule')} isOnNewPage>
        <ReportTable
          caption={t('evidence.checks')}
          columns={[t('evidence.when'), t('sheet.place'), t('evidence.read'), t('evidence.problems')]}
          rows={evidence.checks.map(({ atMs, place, readBytes, isWhole, problems }) => [
            words.moment(atMs),
            place,
            `${units.bytes(readBytes)} (${isWhole ? t('evidence.whole') : t('evidence.sample')})`,
            units.count(problems),
          ])}
          none={t('evidence.noChecks')}
        />
      </ReportSection>
      <ReportSection title={t('evidence.drills')} supports={t('evidence.drillsRule')} isOnNewPage>
        {drills.length > 0 && <DrillsChart drills={drills.toReversed()} />}
        <ReportTable
          caption={t('evidence.drills')}
          columns={[t('evidence.when'), t('evidence.took'), t('evidence.goal'), t('evidence.result')]}
          rows={drills.map(({ atMs, elapsedMs, goalMs, outcome }) => [
            words.moment(atMs),
            units.duration(elapsedMs),
            units.duration(goalMs),
            t(`evidence.${OUTCOMES[outcome]}`),
          ])}
          none={t('evidence.noDrills')}
        />
      </ReportSection>
      <ReportSection title={t('evidence.swaps')} supports={t('evidence.swapsRule')} isOnNewPage>
        <ReportTable
          caption={t('evidence.swaps')}
          columns={[t('evidence.when'), t('evidence.disk'), t('evidence.what'), t('evidence.seal')]}
          rows={swaps.map(({ atMs, disk, kind, who, where, seal }) => [
            words.moment(atMs),
            disk,
            t(`evidence.swapKind.${kind}`, { who: who ?? '', where: where ?? '' }),
            seal,
          ])}
          none={t('evidence.noSwaps')}
        />
      </ReportSection>
      <Accesses evidence={evidence} />
      <ReportSection title={t('evidence.incidents')} supports={t('evidence.incidentsRule')} isOnNewPage>
        <ReportTable
          caption={t('evidence.incidents')}
          columns={[t('evidence.number'), t('evidence.what'), t('evidence.known'), t('evidence.told'), '']}
          rows={incidents.map(({ number, kind, knownAtMs, toldAtMs, isClosed }) => [
            String(number),
            t(`incidents:kind.${kind}`),
            words.date(knownAtMs),
            words.date(toldAtMs),
            isClosed ? t('evidence.closed') : t('evidence.open'),
          ])}
          none={t('evidence.noIncidents')}
        />
        <ReportFacts
          facts={[
            [
              t('evidence.reviews'),
              reviews.length === 0 ? t('none') : reviews.map(({ atMs, by }) => `${words.date(atMs)}, ${by}`).join('; '),
            ],
          ]}
        />
        <h3>{t('evidence.sealTitle')}</h3>
        <ReportFacts facts={[[t('evidence.dataSeal'), dataSha256]]} />
        <p>{t('evidence.sealHint')}</p>
      </ReportSection>
    </Report>
  )
}

const OUTCOMES = { 'in-time': 'inTime', late: 'late', 'not-finished': 'notFinished' } as const

function Growth({ evidence: { growth, room } }: { evidence: Evidence }) {
  const { t } = useTranslation('plan')
  const { units, shortMonth, date } = useWords()
  const free = room ? units.bytes(room.freeBytes) : ''
  const used = growth.at(-1)?.bytes ?? 0
  return (
    <GrowthChart
      title={t('evidence.growth')}
      of={t('evidence.ofMonth')}
      words={(value) => units.bytes(value)}
      points={growth.map(({ month, bytes }) => ({ label: shortMonth(month), value: bytes }))}
      {...(room &&
        room.freeBytes < used * 4 && {
          limit: { value: used + room.freeBytes, label: t('evidence.room') },
        })}
      {...(room && {
        fits:
          room.fitsUntilMs === null
            ? t('evidence.fitsUnknown', { free })
            : t('evidence.fits', { month: date(room.fitsUntilMs), free }),
      })}
    />
  )
}

function Accesses({ evidence: { accesses, register } }: { evidence: Evidence }) {
  const { t } = useTranslation('plan')
  const { units } = useWords()
  const { recoveries, recoveredFiles, undone, viewed, exported } = accesses
  const lines = register ? Object.values(register.lines).reduce((sum, count) => sum + count, 0) : 0
  return (
    <ReportSection title={t('evidence.accesses')} supports={t('evidence.accessesRule')} isOnNewPage>
      <ReportFacts
        facts={[
          [t('evidence.recoveries'), units.count(recoveries)],
          [t('evidence.recovered'), units.count(recoveredFiles)],
          [t('evidence.undone'), units.count(undone)],
          [t('evidence.viewed'), units.count(viewed)],
          [t('evidence.exported'), units.count(exported)],
          ...(register
            ? ([
                [t('evidence.register'), units.count(lines)],
                [t('evidence.registerProblems'), units.count(register.problems)],
                [t('evidence.registerHead'), register.head],
              ] as const)
            : []),
        ]}
      />
    </ReportSection>
  )
}
