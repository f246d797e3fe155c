import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import { healthOf } from '#shared/health/index.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { CheckIcon, RecoverIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { useNotices, useServices } from '../../state/services.tsx'
import { HealthCard } from './health-card.tsx'
import classes from './home.module.css'
import { NoticeList } from './notice-list.tsx'

/** What the reception sees: is all guarded, what to do now, and the way to what was lost. Nothing else. */
export function DeskHome({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const { t } = useTranslation(['people', 'home'])
  const { route } = useServices()
  const notices = useNotices()
  const { kind } = healthOf(overview, nowMs)
  const isNothingToDo = notices.length === 0 && (kind === 'guarded' || kind === 'working')
  return (
    <section className={classes.home} aria-label={t('home:title')}>
      <HealthCard overview={overview} nowMs={nowMs} />
      <NoticeList overview={overview} nowMs={nowMs} />
      {isNothingToDo && (
        <EmptyState icon={CheckIcon} title={t('desk.nothing')}>
          {t('desk.nothingBody')}
        </EmptyState>
      )}
      <Panel icon={RecoverIcon} title={t('desk.recover')}>
        <p>{t('desk.recoverBody')}</p>
        <div>
          <Button size="lg" variant="default" onClick={() => route.goTo('recover')}>
            {t('desk.recoverOpen')}
          </Button>
        </div>
      </Panel>
    </section>
  )
}
