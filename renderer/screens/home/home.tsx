import { useTranslation } from 'react-i18next'
import { useOverview } from '../../state/services.tsx'
import { useNow } from '../../state/use-now.ts'
import { CheckPanel } from './check-panel.tsx'
import { HealthCard } from './health-card.tsx'
import classes from './home.module.css'
import { PlacePanel } from './place-panel.tsx'
import { ProtectedPanel } from './protected-panel.tsx'
import { HomeTechnician } from './technician.tsx'
import { useFreshOverview } from './use-fresh-overview.ts'

/** Is everything guarded, since when, and the one thing to do. */
export function Home() {
  const { t } = useTranslation('home')
  const overview = useOverview()
  const nowMs = useNow()
  useFreshOverview()
  return (
    <section className={classes.home} aria-label={t('title')}>
      <HealthCard overview={overview} nowMs={nowMs} />
      <div className={classes.panels}>
        <ProtectedPanel overview={overview} />
        <PlacePanel overview={overview} />
        <CheckPanel overview={overview} nowMs={nowMs} />
      </div>
      <HomeTechnician overview={overview} nowMs={nowMs} />
    </section>
  )
}
