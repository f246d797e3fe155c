import { useTranslation } from 'react-i18next'
import { type DrillRecord, type DrillStep, noonOf, type Obstacle } from '#shared/domain/index.ts'
import { Report, ReportFacts, ReportList, ReportSection, ReportSigns, ReportTable } from '../../parts/report/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import classes from './drills.module.css'
import { useDrillWords } from './use-drill-words.ts'
import { clockFace } from './use-drills.ts'

type DrillSheetProps = { record: DrillRecord; clinicName: string; sha256: string }

/** A drill on paper, to be signed. */
export function DrillSheet({ record, clinicName, sha256 }: DrillSheetProps) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const words = useDrillWords()
  const { kind, number, leader, participants, pauses, clockChanges, end } = record
  const at = (ms: number) => units.duration(ms)
  const name = (id: DrillStep['id']) => t(`steps.${id}.title`)
  const seen = ({ state, finding, code, ticked, points, note }: DrillStep) =>
    [
      ...(points > 0 && state === 'done' ? [t('paper.ticked', { ticked, points, note })] : []),
      ...(finding ? words.finding(finding) : []),
      ...(state === 'failed' ? [t('paper.failed', { code: code ?? '' })] : []),
      ...(state === 'waiting' ? [t('paper.open')] : []),
    ].join(' ')
  const met = (obstacle: Obstacle) => {
    const where = { at: at(obstacle.atElapsedMs), step: name(obstacle.stepId) }
    if (obstacle.kind === 'stuck') return t('paper.stuck', { ...where, note: obstacle.note })
    return obstacle.kind === 'failed'
      ? t('paper.failedAt', { ...where, code: obstacle.code })
      : t('paper.otherPlace', where)
  }
  const paused = pauses.map(({ reason, fromMs, untilMs }) =>
    t('paper.pause', {
      reason: t(`paper.reasons.${reason}`),
      from: units.onPaper(fromMs),
      until: units.onPaper(untilMs ?? fromMs),
    }),
  )
  return (
    <Report
      title={t('paper.title')}
      clinicName={clinicName}
      atMs={end?.atMs ?? record.startedAtMs}
      lead={t('paper.lead', { number, name: t(`kinds.${kind}.name`) })}
    >
      <ReportSection title={t('paper.result')} supports={t('paper.supports')}>
        <p>
          <strong>
            {t(`result.${end?.outcome ?? 'not-finished'}`, {
              time: units.duration(record.elapsedMs),
              goal: units.span(record.goalMs),
            })}
          </strong>
        </p>
        <ReportFacts
          facts={[
            [t('paper.began'), units.onPaper(record.startedAtMs)],
            [t('paper.elapsed'), at(record.elapsedMs)],
            [t('paper.goal'), units.span(record.goalMs)],
            [t('paper.source'), record.source ? t(`sources.${record.source}`) : '–'],
            [t('paper.leader'), leader],
            [t('paper.participants'), participants.join(', ') || '–'],
            [t('paper.pauses'), paused.join('; ') || t('paper.noPauses')],
            [
              t('paper.clock'),
              clockChanges === 0 ? t('paper.clockSame') : t('paper.clockChanged', { count: clockChanges }),
            ],
          ]}
        />
      </ReportSection>
      <ReportSection title={t('paper.steps')}>
        <ReportTable
          caption={t('paper.steps')}
          columns={[t('paper.step'), t('paper.at'), t('paper.found')]}
          rows={record.steps.map((step, index) => [
            `${index + 1}. ${name(step.id)}`,
            <span key={step.id} className={classes.at}>
              {step.endedAtElapsedMs === null ? '–' : clockFace(step.endedAtElapsedMs)}
            </span>,
            seen(step),
          ])}
          none=""
        />
      </ReportSection>
      <ReportSection title={t('paper.obstacles')}>
        {record.obstacles.length === 0 ? (
          <p>{t('paper.noObstacles')}</p>
        ) : (
          <ReportList items={record.obstacles.map(met)} />
        )}
      </ReportSection>
      <ReportSection title={t('paper.improvements')}>
        {record.improvements.length === 0 ? (
          <p>{t('paper.noImprovements')}</p>
        ) : (
          <ReportList
            look="boxes"
            done={record.improvements.map(({ doneAtMs }) => doneAtMs !== null)}
            items={record.improvements.map(({ text, owner, dueDay }) =>
              t('todo', { text, owner, day: units.date(noonOf(dueDay)) }),
            )}
          />
        )}
      </ReportSection>
      <ReportSection title={t('paper.signatures')}>
        <ReportSigns who={[leader, ...participants]} />
        <p>{t('paper.seal', { sha256 })}</p>
      </ReportSection>
    </Report>
  )
}
