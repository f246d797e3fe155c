import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanView } from '#shared/contracts/index.ts'
import { drillPictures, type Picture } from '../../parts/pictures/index.ts'
import { Report, ReportFacts, ReportList, ReportSection, ReportSigns, ReportTable } from '../../parts/report/index.ts'
import { DrillsChart, EMERGENCY_STEPS } from './plan-cards.tsx'
import classes from './plan-sheet.module.css'
import { useWords } from './use-words.ts'

/** The plan on paper: read from top to bottom when nothing else works. */
export function PlanSheet({ view }: { view: PlanView }) {
  const { t } = useTranslation('plan')
  const words = useWords()
  const when = words.moment(view.lastCopyAtMs)
  const supports = t('sheet.supports')
  return (
    <Report title={t('sheet.title')} clinicName={view.clinicName} atMs={view.atMs} lead={t('sheet.lead')}>
      <ReportSection title={t('sheet.first')}>
        <ReportList look="steps" items={[t('sheet.first1', { when }), t('sheet.first2'), t('sheet.first3')]} />
      </ReportSection>
      <ReportSection title={t('sheet.phones')}>
        <ReportTable
          caption={t('sheet.phones')}
          columns={[t('sheet.role'), t('contacts.name'), t('sheet.phone'), t('contacts.note')]}
          rows={view.contacts.map(({ role, name, phone, note }) => [t(`contacts.roles.${role}`), name, phone, note])}
          none={t('contacts.empty')}
        />
      </ReportSection>
      <ReportSection title={t('cards.priority.title')}>
        <ReportTable
          caption={t('cards.priority.title')}
          columns={[t('sheet.thing'), t('sheet.back'), t('sheet.loss'), t('sheet.owner')]}
          rows={view.things.map(({ label, backMinutes, lossMinutes, owner }) => [
            label,
            words.minutes(backMinutes),
            words.minutes(lossMinutes),
            owner ?? '',
          ])}
          none={t('cards.priority.none')}
        />
      </ReportSection>
      <ReportSection title={t('sheet.holdersTable')}>
        <HoldersTable view={view} />
      </ReportSection>
      <ReportSection title={t('sheet.recoveries')} supports={supports} isOnNewPage>
        <Steps picture={drillPictures['random-record']} title={t('sheet.document')}>
          {[t('sheet.document1'), t('sheet.document2'), t('sheet.document3')]}
        </Steps>
        <Steps picture={drillPictures['burned-computer']} title={t('sheet.computer')}>
          {[t('sheet.computer1'), t('sheet.computer2'), t('sheet.computer3'), t('sheet.computer4')]}
        </Steps>
        <Steps picture={drillPictures.ransomware} title={t('sheet.ransom')}>
          {[t('sheet.ransom1'), t('sheet.ransom2'), t('sheet.ransom3'), t('sheet.ransom4')]}
        </Steps>
        <Steps picture={drillPictures['corrupt-database']} title={t('sheet.system')}>
          {[t('sheet.system1'), t('sheet.system2'), t('sheet.system3')]}
        </Steps>
        <h3>{t('cards.emergency.title')}</h3>
        <p>{t('cards.emergency.lead')}</p>
        <ReportList look="steps" items={EMERGENCY_STEPS.map((step) => t(`cards.emergency.${step}`))} />
      </ReportSection>
      <ReportSection title={t('cards.copies.title')} supports={supports} isOnNewPage>
        <ReportFacts
          facts={[
            [t('sheet.newest'), when],
            [t('sheet.loss'), words.minutes(view.lossMinutes)],
            [t('sheet.back'), words.minutes(view.backMinutes)],
          ]}
        />
        <ReportTable
          caption={t('cards.copies.title')}
          columns={[t('sheet.place'), t('sheet.newest'), t('sheet.proven')]}
          rows={view.places.map((place) => [
            words.place(place),
            words.date(place.newestCopyAtMs),
            words.date(place.provenAtMs),
          ])}
          none={t('cards.copies.noCopy')}
        />
        <h3>{t('cards.drills.title')}</h3>
        {view.drills.length === 0 ? <p>{t('cards.drills.none')}</p> : <DrillsChart drills={view.drills} />}
        {view.people.length > 0 && (
          <>
            <h3>{t('sheet.people')}</h3>
            <p>{view.people.map(({ name }) => name).join(', ')}</p>
          </>
        )}
        <ReportSigns who={[t('sheet.signs1'), t('sheet.signs2')]} />
      </ReportSection>
    </Report>
  )
}

function HoldersTable({ view: { keyHolders, disks } }: { view: PlanView }) {
  const { t } = useTranslation('plan')
  const rows = [
    ...keyHolders.map(({ what, who, where }) => [t(`holders.whats.${what}`), who, where]),
    ...disks.map(({ label, takenBy, place, isLost }) => [
      label,
      isLost ? t('holders.diskLost', { disk: label }) : (takenBy ?? t('holders.diskHere', { disk: label })),
      place ?? '',
    ]),
  ]
  return (
    <ReportTable
      caption={t('sheet.holdersTable')}
      columns={[t('sheet.what'), t('sheet.withWhom'), t('sheet.where')]}
      rows={rows}
      none={t('holders.none')}
    />
  )
}

type StepsProps = { picture: Picture; title: string; children: readonly ReactNode[] }

/** One way through, with its picture. */
const Steps = ({ picture: StepsPicture, title, children }: StepsProps) => (
  <div className={classes.way}>
    <div className={classes.picture}>
      <StepsPicture width="26mm" />
    </div>
    <div>
      <h3>{title}</h3>
      <ReportList look="steps" items={children} />
    </div>
  </div>
)
