import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useOverview, useServices } from '../../state/services.tsx'
import { useFreshOverview } from '../../state/use-fresh-overview.ts'
import { useNow } from '../../state/use-now.ts'
import { BrakeCard } from './brake-card.tsx'
import { CheckPanel } from './check-panel.tsx'
import { ClinicToDo } from './clinic-to-do.tsx'
import { DaysStrip } from './days-strip.tsx'
import { DeskHome } from './desk-home.tsx'
import { HealthCard } from './health-card.tsx'
import classes from './home.module.css'
import { MapPanel } from './map-panel.tsx'
import { NoticeList } from './notice-list.tsx'
import { NowPanel } from './now-panel.tsx'
import { PeopleToDo } from './people-to-do.tsx'
import { ProtectedPanel } from './protected-panel.tsx'
import { TakenOverCard } from './taken-over-card.tsx'
import { HomeTechnician } from './technician.tsx'
import { TrayHint } from './tray-hint.tsx'

/** Is everything guarded, since when, and the one thing to do. */
export function Home() {
  const { t } = useTranslation('home')
  const overview = useOverview()
  const nowMs = useNow()
  useFreshOverview()
  const role = useStore(useServices().people, ({ session }) => session?.kind === 'signed-in' && session.person.role)
  if (role === 'reception') return <DeskHome overview={overview} nowMs={nowMs} />
  return (
    <section className={classes.home} aria-label={t('title')}>
      <HealthCard overview={overview} nowMs={nowMs} />
      <BrakeCard nowMs={nowMs} />
      <TakenOverCard overview={overview} />
      <NoticeList overview={overview} nowMs={nowMs} />
      <PeopleToDo />
      <TrayHint />
      <ClinicToDo />
      <MapPanel overview={overview} nowMs={nowMs} />
      <DaysStrip copies={overview.copies} />
      <div className={classes.panels}>
        <NowPanel overview={overview} nowMs={nowMs} />
        <ProtectedPanel overview={overview} />
        <CheckPanel overview={overview} nowMs={nowMs} />
      </div>
      <HomeTechnician overview={overview} nowMs={nowMs} />
    </section>
  )
}
