import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { isOpenTo, railScreens } from '../../screens/all.ts'
import { useOverview, useServices } from '../../state/services.tsx'
import { ErrorWall } from '../error-wall.tsx'
import { EngineBanner } from './engine-banner.tsx'
import classes from './frame.module.css'
import { HelpButton } from './help-button.tsx'
import { Mark } from './mark.tsx'
import { PreferencesButton } from './preferences.tsx'
import { UpdateBanner } from './update-banner.tsx'
import { WhoIsHere } from './who-is-here.tsx'

/** The rail on the left and the screen it chose. */
export function Frame() {
  const { t } = useTranslation(['app', 'common'])
  const { route, people } = useServices()
  const session = useStore(people, (known) => known.session)
  const { state } = useOverview()
  const current = useStore(route, ({ screen }) => screen)
  const open = railScreens.filter((screen) => isOpenTo(session, screen))
  const shown = open.find(({ name }) => name === current) ?? open[0]
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t('skipToContent')}
      </a>
      <aside className={classes.rail} aria-label={t('common:appName')}>
        <div className={classes.brand}>
          <Mark />
          <div className={classes.names}>
            <span className={classes.product}>{t('common:appName')}</span>
            {state.kind !== 'fresh' && <span className={classes.clinic}>{state.clinicName}</span>}
          </div>
        </div>
        <nav aria-label={t('menu')} className={classes.menu}>
          {open.map(({ name, icon: ScreenIcon }) => (
            <button
              key={name}
              type="button"
              className={classes.entry}
              aria-current={name === shown?.name ? 'page' : undefined}
              onClick={() => route.goTo(name)}
            >
              <ScreenIcon />
              {t(name)}
            </button>
          ))}
        </nav>
        <WhoIsHere />
        <HelpButton screen={shown?.name} />
        <PreferencesButton />
      </aside>
      <Content above={<UpdateBanner current={shown?.name} />}>
        {shown && (
          <ErrorWall key={shown.name}>
            <shown.Screen />
          </ErrorWall>
        )}
      </Content>
    </div>
  )
}

/** A screen alone, before the app can do its work: the brand above, nothing to wander off to. */
export function LoneFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['app', 'common'])
  return (
    <div className={classes.lone}>
      <aside className={classes.top} aria-label={t('common:appName')}>
        <div className={classes.brand}>
          <Mark />
          <span className={classes.product}>{t('common:appName')}</span>
        </div>
        <div className={classes.tools}>
          <HelpButton />
          <PreferencesButton />
        </div>
      </aside>
      <Content>
        <ErrorWall>{children}</ErrorWall>
      </Content>
    </div>
  )
}

const Content = ({ above, children }: { above?: ReactNode; children: ReactNode }) => (
  <main id="content" className={classes.content} tabIndex={-1}>
    <EngineBanner />
    {above}
    <div className={classes.sheet}>{children}</div>
  </main>
)
