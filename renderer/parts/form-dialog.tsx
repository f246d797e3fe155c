import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionState } from '../state/use-action.ts'
import classes from './form-dialog.module.css'
import { Trouble } from './trouble.tsx'
import { useFocusBack } from './use-focus-back.ts'

type FormDialogProps = {
  title: string
  /** What the one button does. */
  submit: string
  isReady?: boolean
  isWide?: boolean
  /** Somebody else is called to the window: nothing of what is behind is left to read. */
  hidesRest?: boolean
  /** Stands in the place of the usual sentences of a failure. */
  trouble?: ReactNode
  state: ActionState
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** One question to a person with its answer to be written: fields, what went wrong, one button. */
export function FormDialog({
  title,
  submit,
  isReady = true,
  isWide = false,
  hidesRest = false,
  trouble,
  state,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) {
  const { t } = useTranslation()
  useFocusBack()
  return (
    <Modal
      opened
      onClose={onClose}
      size={isWide ? 'xl' : 'md'}
      overlayProps={hidesRest ? { className: classes.opaque ?? '' } : {}}
      title={<span className={classes.title}>{title}</span>}
      closeButtonProps={{ 'aria-label': t('close') }}
      // A <header> of its own beside the page's would be a second banner to a screen reader.
      attributes={{ header: { role: 'presentation' } }}
    >
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          // It stands in a layer of its own, but the screen behind it may be a form, too.
          event.stopPropagation()
          onSubmit()
        }}
      >
        {children}
        {state.kind === 'failed' && (trouble ?? <Trouble error={state.error} />)}
        <Button type="submit" loading={state.kind === 'busy'} disabled={!isReady}>
          {submit}
        </Button>
      </form>
    </Modal>
  )
}
