import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Note } from '../../parts/note.tsx'
import { isOpenTo, railScreens } from '../../screens/all.ts'
import { useServices, useUpdateState } from '../../state/services.tsx'

const settings = railScreens.find(({ name }) => name === 'settings')

/** Says that a newer version is ready; where it is installed, nothing more needs saying. */
export function UpdateBanner({ current }: { current: string | undefined }) {
  const { t } = useTranslation('app')
  const { route, people } = useServices()
  const session = useStore(people, (known) => known.session)
  if (useUpdateState().kind !== 'ready' || current === 'settings') return null
  const isOpen = settings !== undefined && isOpenTo(session, settings)
  return (
    <Note
      tone="none"
      title={t('update.title')}
      action={
        isOpen && (
          <Button variant="default" onClick={() => route.goTo('settings')}>
            {t('update.open')}
          </Button>
        )
      }
    >
      <p>{t(isOpen ? 'update.body' : 'update.ask')}</p>
    </Note>
  )
}
