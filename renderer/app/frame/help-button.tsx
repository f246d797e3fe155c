import { Button, Drawer } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Screen } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { callTechnician } from '../../parts/call-technician/index.ts'
import { HelpIcon } from '../../parts/icons/index.ts'
import { onDemand } from '../../parts/on-demand.tsx'
import { loadHelp } from '../../screens/all.ts'
import type { HelpProps, Task } from '../../screens/help/index.ts'
import { useServices } from '../../state/services.tsx'
import classes from './frame.module.css'

const Help = onDemand<HelpProps>({
  load: loadHelp,
  waiting: <Opening />,
})

/** The manual beside whatever is going on, also over a dialog. F1 opens and closes it. */
export function HelpButton({ screen }: { screen?: Screen | undefined }) {
  const { t } = useTranslation(['app', 'common'])
  const [isOpen, setOpen] = useState(false)
  // Noted before anything is drawn: where nothing moves, the page takes the keyboard before the library looks who had it.
  const before = useRef<Element | null>(null)
  const open = useCallback(() => {
    before.current = document.activeElement
    setOpen(true)
  }, [])
  const close = useCallback(() => {
    setOpen(false)
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true })
  }, [])
  const task = useTask(screen)
  const isOpenNow = useRef(isOpen)
  isOpenNow.current = isOpen
  useEffect(() => {
    // Added once, before any dialog is there, so heard before it: Escape closes only what lies on top.
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F1' && !isOpenNow.current) open()
      else if (isOpenNow.current && (event.key === 'F1' || (event.key === 'Escape' && !event.isComposing))) close()
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [open, close])
  return (
    <>
      <Button
        variant="subtle"
        justify="flex-start"
        leftSection={<HelpIcon />}
        className={classes.look ?? ''}
        aria-haspopup="dialog"
        aria-keyshortcuts="F1"
        onClick={open}
      >
        <span className={classes.lookWords}>{t('help.open')}</span>
      </Button>
      <Drawer
        opened={isOpen}
        onClose={close}
        returnFocus={false}
        position="right"
        size="38rem"
        zIndex={400}
        title={t('help.open')}
        closeOnEscape={false}
        closeButtonProps={{ 'aria-label': t('common:close') }}
        // A <header> of its own beside the page's would be a second banner to a screen reader.
        attributes={{ header: { role: 'presentation' } }}
        classNames={{ title: classes.preferencesTitle ?? '', content: classes.help ?? '', header: classes.help ?? '' }}
      >
        <Help
          task={task}
          onCallTechnician={() => {
            // Before the packet asks who has the keyboard, to give it back in the end.
            close()
            callTechnician()
          }}
        />
      </Drawer>
    </>
  )
}

function Opening() {
  const { t } = useTranslation('app')
  return <Busy>{t('opening')}</Busy>
}

/** What the person is doing, as far as the window knows. */
function useTask(screen: Screen | undefined): Task {
  const { known, people } = useServices()
  const kind = useStore(known, ({ overview }) => overview?.state.kind)
  const session = useStore(people, (all) => all.session)
  if (screen) return screen
  if (session?.kind === 'signed-out' || (session?.kind === 'signed-in' && session.mustChoosePin)) return 'sign-in'
  if (kind === 'locked') return 'unlock'
  return 'first-steps'
}
