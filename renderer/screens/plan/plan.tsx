import { Tabs } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanView } from '#shared/contracts/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useMay } from '../../state/use-may.ts'
import { toWireError } from '../../state/wire-error.ts'
import { GuardTab } from './guard-tab.tsx'
import { IncidentsTab } from './incidents-tab.tsx'
import { MonthTab } from './month-tab.tsx'
import classes from './plan.module.css'
import { PlanTab } from './plan-tab.tsx'

/** What the clinic does when something stops, what it proves each month, its incidents, and how long records are guarded. */
export function Plan() {
  const { t } = useTranslation('plan')
  const { engine } = useServices()
  const mayDecide = useMay('decide')
  const [view, setView] = useState<PlanView | null>(null)
  const [trouble, setTrouble] = useState<WireError | null>(null)
  const load = useCallback(() => {
    engine.plan({}).then(
      (plan) => {
        setView(plan)
        setTrouble(null)
      },
      (error: unknown) => setTrouble(toWireError(error)),
    )
  }, [engine])
  useEffect(load, [load])
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      {!mayDecide && <p className={classes.soft}>{t('lookOnly')}</p>}
      {trouble && <Trouble error={trouble} onRetry={load} />}
      {!view && !trouble && <Busy>{t('loading')}</Busy>}
      {view && (
        <Tabs defaultValue={view.openIncidents > 0 ? 'incidents' : 'plan'} keepMounted={false} onChange={load}>
          <Tabs.List aria-label={t('tabsLabel')}>
            {(['plan', 'month', 'incidents', 'guard'] as const).map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {t(`tabs.${tab}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="plan">
            <PlanTab view={view} onChange={setView} />
          </Tabs.Panel>
          <Tabs.Panel value="month">
            <MonthTab view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="incidents">
            <IncidentsTab clinicName={view.clinicName} />
          </Tabs.Panel>
          <Tabs.Panel value="guard">
            <GuardTab clinicName={view.clinicName} />
          </Tabs.Panel>
        </Tabs>
      )}
    </div>
  )
}
