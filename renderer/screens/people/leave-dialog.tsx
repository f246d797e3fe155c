import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Busy } from '../../parts/busy.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useAnswer } from '../../state/use-answer.ts'
import type { ListedPerson } from './use-people.ts'

/** Somebody leaves: first what they still have, then the door is closed. The name stays. */
export function LeaveDialog({ person, onClose }: { person: ListedPerson; onClose: () => void }) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const { accountId, name } = person
  const { answer, again } = useAnswer(() => engine.heldBy({ accountId }))
  const [isChecked, setChecked] = useState(false)
  const leave = useAction(async () => {
    await engine.deactivatePerson({ accountId })
    onClose()
  })
  const held = answer.kind === 'ready' ? answer.value : undefined
  const lines = held
    ? [
        ...held.disks.map((label) => t('leaving.disk', { label })),
        ...held.sources.map((label) => t('leaving.source', { label })),
        ...(held.knowsKit ? [t('leaving.kit')] : []),
      ]
    : []
  return (
    <FormDialog
      title={t('leaving.title', { name })}
      submit={t('leaving.submit')}
      isReady={held !== undefined && (isChecked || lines.length === 0)}
      state={leave.state}
      onSubmit={() => leave.run()}
      onClose={onClose}
    >
      <p>{t('leaving.body')}</p>
      {answer.kind === 'loading' && <Busy>{t('page.loading')}</Busy>}
      {answer.kind === 'failed' && <Trouble error={answer.error} onRetry={again} />}
      {held && lines.length === 0 && <p>{t('leaving.nothing')}</p>}
      {lines.length > 0 && (
        <>
          <p>{t('leaving.before')}</p>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Checkbox
            label={t('leaving.check')}
            checked={isChecked}
            onChange={(event) => setChecked(event.currentTarget.checked)}
          />
        </>
      )}
    </FormDialog>
  )
}
