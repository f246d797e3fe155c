import { useTranslation } from 'react-i18next'
import type { IncidentView } from '#shared/contracts/index.ts'
import { incidentTaskSchema } from '#shared/domain/index.ts'
import { Report, ReportFacts, ReportList, ReportSection, ReportSigns } from '../../parts/report/index.ts'
import { useNow } from '../../state/use-now.ts'
import { useWords } from './use-words.ts'

/** The register of one incident on paper, and what could be told to the authority and to people: filled from facts, for a lawyer to read. */
export function IncidentSheet({ incident, clinicName }: { incident: IncidentView; clinicName: string }) {
  const { t } = useTranslation('incidents')
  const words = useWords()
  const nowMs = useNow()
  const { number, account, disk, tasks, terms, knownAtMs } = incident
  const open = (text: string) => (text === '' ? t('sheet.unknown') : text)
  const said = {
    clinic: clinicName,
    what: open(account.what),
    known: words.date(knownAtMs),
    happened: account.happenedAtMs === null ? t('sheet.unknown') : words.date(account.happenedAtMs),
    data: open(account.data.map((one) => t(`data.${one}`)).join(', ')),
    people: account.people === null ? t('sheet.unknown') : words.units.count(account.people),
    measures: open(account.measures),
    risk: open(account.riskWhy),
  }
  const diskSaid = disk && {
    disk: disk.label,
    custody: disk.custody
      ? `${disk.custody.takenBy}, ${disk.custody.place}, ${words.date(disk.custody.atMs)}`
      : t('disk.noCustody'),
    newest: words.date(disk.newestCopyAtMs),
  }
  return (
    <Report title={t('sheet.title', { number })} clinicName={clinicName} atMs={nowMs} lead={t('sheet.lead')}>
      <ReportSection title={`${t('sheet.facts')}: ${t(`kind.${incident.kind}`)}`} supports={t('sheet.supports')}>
        <ReportFacts
          facts={[
            [t('sheet.known'), said.known],
            [t('sheet.opened'), `${incident.openedBy}, ${words.moment(incident.openedAtMs)}`],
            [t('sheet.tellBy'), words.date(terms.tellByMs)],
            [t('sheet.completeBy'), words.date(terms.completeByMs)],
            [t('sheet.keep'), words.date(terms.keepUntilMs)],
            [t('account.what'), said.what],
            [t('account.data'), said.data],
            [t('account.people'), said.people],
            [t('account.risk'), t(`risk.${account.risk}`)],
            [t('account.riskWhy'), said.risk],
            [t('account.measures'), said.measures],
            ...(account.whyNot === '' ? [] : [[t('account.whyNot'), account.whyNot] as const]),
            ...(diskSaid ? [[t('disk.title'), t('sheet.authorityDisk', diskSaid)] as const] : []),
            [t('sheet.lines'), String(incident.lines)],
          ]}
        />
        <h3>{t('tasksTitle')}</h3>
        <ReportList
          look="boxes"
          items={incidentTaskSchema.options.map((task) => {
            const ticked = tasks[task]
            return ticked ? `${t(`tasks.${task}`)} (${ticked.by}, ${words.date(ticked.atMs)})` : t(`tasks.${task}`)
          })}
          done={incidentTaskSchema.options.map((task) => tasks[task] !== undefined)}
        />
        <p>{t('clock.lawyer')}</p>
        <ReportSigns who={[t('sheet.signs')]} />
      </ReportSection>
      <ReportSection title={t('sheet.authorityDraft')} supports={t('sheet.supports')} isOnNewPage>
        <p>{t('sheet.authority1', said)}</p>
        <p>{t('sheet.authority2', said)}</p>
        <p>{t('sheet.authority3', said)}</p>
        <p>{t('sheet.authority4', said)}</p>
        <p>{t('sheet.authority5')}</p>
        {diskSaid && <p>{t('sheet.authorityDisk', diskSaid)}</p>}
        <p>{t('sheet.authority6', said)}</p>
        <p>{t('sheet.authority7', said)}</p>
        <p>{t('sheet.authority8')}</p>
        <p>{t('sheet.authority9')}</p>
      </ReportSection>
      <ReportSection title={t('sheet.subjectsDraft')} supports={t('sheet.supports')} isOnNewPage>
        <p>{t('sheet.subjects1')}</p>
        <p>{t('sheet.subjects2', said)}</p>
        <p>{t('sheet.subjects3', said)}</p>
        {diskSaid && <p>{t('sheet.subjectsDisk')}</p>}
        <p>{t('sheet.subjects4', said)}</p>
        <p>{t('sheet.subjects5')}</p>
        <p>{t('sheet.subjects6')}</p>
        <p>{clinicName}</p>
      </ReportSection>
    </Report>
  )
}
