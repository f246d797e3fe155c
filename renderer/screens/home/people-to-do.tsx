import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Note } from '../../parts/note.tsx'
import { useServices } from '../../state/services.tsx'
import classes from './home.module.css'

/** Nobody is registered: everybody may do everything, and somebody should know. */
export function PeopleToDo() {
  const { t } = useTranslation('people')
  const { people, route } = useServices()
  const isOpen = useStore(people, ({ session }) => session?.kind === 'open')
  if (!isOpen) return null
  return (
    <Note
      tone="none"
      title={t('todo.title')}
      action={
        <Button className={classes.button ?? ''} variant="default" onClick={() => route.goTo('people')}>
          {t('todo.open')}
        </Button>
      }
    >
      <p>{t('todo.body')}</p>
    </Note>
  )
}
