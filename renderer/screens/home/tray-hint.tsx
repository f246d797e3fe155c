import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Note } from '../../parts/note.tsx'
import { useComputer, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'

/** Said once, after set-up: the window may be closed, and where the app is then. */
export function TrayHint() {
  const { t } = useTranslation('home')
  const { shellKnown } = useServices()
  const computer = useComputer()
  const read = useAction(() => shellKnown.changeComputer({ isHintRead: true }))
  if (!computer || computer.isHintRead) return null
  return (
    <Note
      tone="working"
      title={t('hint.title')}
      action={
        <Button variant="default" loading={read.state.kind === 'busy'} onClick={read.run}>
          {t('hint.read')}
        </Button>
      }
    >
      <p>{t('hint.body')}</p>
    </Note>
  )
}
