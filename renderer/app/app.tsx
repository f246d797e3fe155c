import { MantineProvider } from '@mantine/core'
import { useColorScheme } from '@mantine/hooks'
import type { i18n } from 'i18next'
import { type ReactNode, useLayoutEffect } from 'react'
import { I18nextProvider, useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Preferences } from '#shared/contracts/index.ts'
import { Busy } from '../parts/busy.tsx'
import { TechnicianDialog } from '../parts/call-technician/index.ts'
import { ScreenTitle } from '../parts/screen-title.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useKeptFocus } from '../parts/use-kept-focus.ts'
import { ChoosePin, loneScreens, SignIn } from '../screens/all.ts'
import { type Services, ServicesProvider, useServices } from '../state/services.tsx'
import classes from './app.module.css'
import { ErrorWall } from './error-wall.tsx'
import { Frame, LoneFrame } from './frame/index.ts'
import { styleNonce } from './prepare-page.ts'
import { libraryVariables, theme } from './theme.ts'
import { PeopleAsked } from './wanted.tsx'

/** The whole window: drawn once the person's preferences are known. */
export function App({ services, words }: { services: Services; words: i18n }) {
  const preferences = useStore(services.shellKnown, (known) => known.preferences)
  if (!preferences) return null
  return (
    <ServicesProvider services={services}>
      <I18nextProvider i18n={words}>
        <Dressed preferences={preferences} words={words}>
          <ErrorWall isWhole>
            <Window />
            <PeopleAsked />
          </ErrorWall>
          {/* A wall of its own: who meets the other one can still call the technician. */}
          <ErrorWall>
            <TechnicianDialog />
          </ErrorWall>
        </Dressed>
      </I18nextProvider>
    </ServicesProvider>
  )
}

type DressedProps = { preferences: Preferences; words: i18n; children: ReactNode }

/** Puts language, colours and text size on the page. */
export function Dressed({ preferences: { language, theme: wanted, textPercent }, words, children }: DressedProps) {
  useKeptFocus()
  const system = useColorScheme('light', { getInitialValueInEffect: false })
  useLayoutEffect(() => {
    document.documentElement.lang = language
    void words.changeLanguage(language)
  }, [language, words])
  useLayoutEffect(() => {
    document.documentElement.style.setProperty('--sg-text-size', `${textPercent}%`)
  }, [textPercent])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={libraryVariables}
      forceColorScheme={wanted === 'system' ? system : wanted}
      getStyleNonce={() => styleNonce}
    >
      <div className={classes.app}>{children}</div>
    </MantineProvider>
  )
}

function Window() {
  const { t } = useTranslation(['app', 'common'])
  const { known, people } = useServices()
  const session = useStore(people, (all) => all.session)
  const kind = useStore(known, ({ overview }) => overview?.state.kind)
  const trouble = useStore(known, (all) => all.trouble)
  if (session?.kind === 'signed-out')
    return (
      <LoneFrame>
        <SignIn />
      </LoneFrame>
    )
  if (session?.kind === 'signed-in' && session.mustChoosePin)
    return (
      <LoneFrame>
        <ChoosePin />
      </LoneFrame>
    )
  if (kind === undefined || !session)
    return (
      <LoneFrame>
        <div className={classes.opening}>
          <ScreenTitle>{t('common:appName')}</ScreenTitle>
          {trouble && trouble.code !== 'IPC_002' ? (
            <Trouble error={trouble} onRetry={() => void known.refresh()} />
          ) : (
            <Busy>{t('opening')}</Busy>
          )}
        </div>
      </LoneFrame>
    )
  if (kind === 'ready') return <Frame />
  const Screen = loneScreens[kind]
  return (
    <LoneFrame>
      <Screen />
    </LoneFrame>
  )
}
