import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useOverview } from '../../state/services.tsx'
import { ErrorWall } from '../error-wall.tsx'
import { EngineBanner } from './engine-banner.tsx'
import classes from './frame.module.css'
import { HelpButton } from './help-button.tsx'
import { Mark } from './mark.tsx'
import { MenuButton, Places, usePlaces } from './menu.tsx'
import { PreferencesButton } from './preferences.tsx'
import { UpdateBanner } from './update-banner.tsx'
import { WhoIsHere } from './who-is-here.tsx'

/** The rail on the left and the screen it chose; where there is no room for both, a bar above it with a button for the rail. */
export function Frame() {
  const { t } = useTranslation(['app', 'common'])
  const { shown } = usePlaces()
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t('skipToContent')}
      </a>
      <aside className={classes.rail} aria-label={t('common:appName')}>
        <div className={classes.head}>
          <Brand />
        </div>
        <MenuButton>
          <Brand />
        </MenuButton>
        {shown && (
          <p className={classes.shown}>
            <shown.icon />
            {t(shown.name)}
          </p>
        )}
        <Places className={classes.beside} />
        <div className={classes.beside}>
          <WhoIsHere />
        </div>
        <div className={classes.ways}>
          <HelpButton screen={shown?.name} />
          <PreferencesButton />
        </div>
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

function Brand() {
  const { t } = useTranslation('common')
  const { state } = useOverview()
  return (
    <div className={classes.brand}>
      <Mark />
      <div className={classes.names}>
        <span className={classes.product}>{t('appName')}</span>
        {state.kind !== 'fresh' && <span className={classes.clinic}>{state.clinicName}</span>}
      </div>
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
