import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useServices } from '../../state/services.tsx'
import classes from './frame.module.css'

/** Who is signed in at this window, and the way out. */
export function WhoIsHere() {
  const { t } = useTranslation('people')
  const { engine, people } = useServices()
  const session = useStore(people, (known) => known.session)
  if (session?.kind !== 'signed-in') return null
  const { name, role } = session.person
  return (
    <section className={classes.here} aria-label={t('here.title')}>
      <p className={classes.names}>
        <strong>{name}</strong>
        <span className={classes.clinic}>{t(`roles.${role}`)}</span>
      </p>
      <Button variant="default" size="compact-md" onClick={() => void engine.signOut({}).catch(() => {})}>
        {t('here.leave')}
      </Button>
    </section>
  )
}
