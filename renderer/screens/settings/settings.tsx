import { useTranslation } from 'react-i18next'
import { Busy } from '../../parts/busy.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useComputer } from '../../state/services.tsx'
import { ComputerSection } from './computer-section.tsx'
import { Contents } from './contents.tsx'
import { GoalsSection } from './goals-section.tsx'
import { KeepingSection } from './keeping-section.tsx'
import { KitSection } from './kit-section.tsx'
import { MailSection } from './mail-section.tsx'
import { NetworkSection } from './network-section.tsx'
import { NoticesSection } from './notices-section.tsx'
import { PingSection } from './ping-section.tsx'
import { PlacesSection } from './places-section.tsx'
import { QuietSection } from './quiet-section.tsx'
import classes from './settings.module.css'
import { TabletsSection } from './tablets-section.tsx'
import { TechnicianSection } from './technician-section.tsx'
import { useSettings } from './use-settings.ts'

/** What the technician decides: how much may be lost, when it is quiet, who is told and how. */
export function Settings() {
  const { t } = useTranslation('settings')
  const { loaded, again, change } = useSettings()
  const computer = useComputer()
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      {loaded.kind === 'loading' && <Busy>{t('loading')}</Busy>}
      {loaded.kind === 'failed' && <Trouble error={loaded.error} onRetry={again} />}
      {loaded.kind === 'ready' && (
        <>
          <Contents />
          <PlacesSection />
          <KitSection />
          <GoalsSection all={loaded.all} onSaved={change} />
          <KeepingSection all={loaded.all} onSaved={change} />
          <QuietSection all={loaded.all} onSaved={change} />
          <NetworkSection all={loaded.all} onSaved={change} />
          <NoticesSection all={loaded.all} onSaved={change} />
          <MailSection all={loaded.all} onSaved={change} />
          <PingSection all={loaded.all} onSaved={change} />
          <TabletsSection />
        </>
      )}
      {computer && <ComputerSection computer={computer} />}
      <TechnicianSection />
    </div>
  )
}
