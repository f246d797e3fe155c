import { useTranslation } from 'react-i18next'
import type { RecoveryView } from '#shared/contracts/index.ts'
import { Busy } from '../../../parts/busy.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useAnswer } from '../../../state/use-answer.ts'
import own from './wizard.module.css'

type UndoDialogProps = { recoveryId: string; onDone: (view: RecoveryView) => void; onClose: () => void }

/** What undoing would do, before it is done. */
export function UndoDialog({ recoveryId, onDone, onClose }: UndoDialogProps) {
  const { t } = useTranslation('wizard')
  const { engine } = useServices()
  const { answer, again } = useAnswer(() => engine.planUndo({ recoveryId }))
  const undo = useAction(async () => {
    const view = await engine.undoRecovery({ recoveryId })
    onClose()
    onDone(view)
  })
  const plan = answer.kind === 'ready' ? answer.value : undefined
  const isEmpty = plan !== undefined && plan.remove + plan.putBack === 0
  return (
    <FormDialog
      title={t('undo.title')}
      submit={t('undo.submit')}
      isReady={plan !== undefined && !isEmpty}
      state={undo.state}
      onSubmit={undo.run}
      onClose={onClose}
    >
      {answer.kind === 'loading' && <Busy>{t('undo.looking')}</Busy>}
      {answer.kind === 'failed' && <Trouble error={answer.error} onRetry={again} />}
      {isEmpty && <p>{t('undo.nothing')}</p>}
      {plan && plan.remove > 0 && <p>{t('undo.remove', { count: plan.remove })}</p>}
      {plan && plan.putBack > 0 && <p>{t('undo.putBack', { count: plan.putBack })}</p>}
      {plan && plan.left.length > 0 && (
        <div>
          <p>{t('undo.left', { count: plan.left.length })}</p>
          <ul className={own.skipped}>
            {plan.left.slice(0, 10).map((path) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  )
}
