import { Button, Drawer } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { MenuIcon } from '../../parts/icons/index.ts'
import { isOpenTo, railScreens } from '../../screens/all.ts'
import { useServices } from '../../state/services.tsx'
import classes from './frame.module.css'
import { WhoIsHere } from './who-is-here.tsx'

/** Where who is at this window can go, and which of it is shown. */
export function usePlaces() {
  const { route, people } = useServices()
  const session = useStore(people, (known) => known.session)
  const current = useStore(route, ({ screen }) => screen)
  const open = railScreens.filter((screen) => isOpenTo(session, screen))
  return { open, shown: open.find(({ name }) => name === current) ?? open[0] }
}

type PlacesProps = { className?: string | undefined; onGo?: () => void }

/** The places to go, one below the other. */
export function Places({ className = '', onGo }: PlacesProps) {
  const { t } = useTranslation('app')
  const { route } = useServices()
  const { open, shown } = usePlaces()
  const current = useRef<HTMLButtonElement>(null)
  // Where somebody came by another way than this one, it may be scrolled out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element is another one when the screen is
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [shown?.name])
  return (
    <nav aria-label={t('menu')} className={`${classes.menu} ${className}`}>
      {open.map(({ name, icon: ScreenIcon }) => (
        <button
          key={name}
          ref={name === shown?.name ? current : undefined}
          type="button"
          className={classes.entry}
          aria-current={name === shown?.name ? 'page' : undefined}
          data-autofocus={name === shown?.name || undefined}
          onClick={() => {
            route.goTo(name)
            onGo?.()
          }}
        >
          <ScreenIcon />
          {t(name)}
        </button>
      ))}
    </nav>
  )
}

/** The rail behind a button, for a window without room for it. The keyboard starts at the screen that is shown. */
export function MenuButton({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['app', 'common'])
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Button
        ref={button}
        variant="default"
        className={classes.menuButton ?? ''}
        leftSection={<MenuIcon />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('openMenu')}
      </Button>
      <Drawer
        opened={isOpen}
        onClose={() => {
          setOpen(false)
          button.current?.focus({ preventScroll: true })
        }}
        // Somebody who went somewhere is at its heading.
        returnFocus={false}
        size="20rem"
        title={children}
        closeButtonProps={{ 'aria-label': t('common:close') }}
        // A <header> of its own beside the page's would be a second banner to a screen reader.
        attributes={{ header: { role: 'presentation' } }}
        classNames={{
          content: classes.drawer ?? '',
          header: classes.drawerHead ?? '',
          body: classes.drawerBody ?? '',
          title: classes.drawerTitle ?? '',
        }}
      >
        <Places
          onGo={() => {
            setOpen(false)
            // The screen that was there already has no new heading that takes the keyboard by itself.
            document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
          }}
        />
        <WhoIsHere />
      </Drawer>
    </>
  )
}
