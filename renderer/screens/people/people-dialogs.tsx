import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOwnPin } from '../../parts/people/index.ts'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { LeaveDialog } from './leave-dialog.tsx'
import classes from './people.module.css'
import { PersonForm } from './person-form.tsx'
import type { ListedPerson } from './use-people.ts'

export type Asked =
  | { readonly kind: 'add' }
  | { readonly kind: 'own' }
  | { readonly kind: 'change' | 'reset' | 'leave' | 'back'; readonly person: ListedPerson }
type DialogProps = { asked: Asked; onAsk: (asked: Asked | null) => void; onChanged: () => void }
type Given = { readonly name: string; readonly firstPin: string }

/** What is done about one person, one dialog at a time; a PIN that was given is shown once. */
export function PeopleDialogs({ asked, onAsk, onChanged }: DialogProps) {
  const { engine } = useServices()
  const [given, setGiven] = useState<Given | null>(null)
  const close = () => {
    onAsk(null)
    onChanged()
  }
  if (given) return <ShownPin given={given} onClose={close} />
  if (asked.kind === 'add') return <PersonForm onGiven={setGiven} onClose={close} />
  if (asked.kind === 'own') return <OwnPin onClose={close} />
  const { person } = asked
  const { accountId, name } = person
  if (asked.kind === 'change') return <PersonForm person={person} onGiven={setGiven} onClose={close} />
  if (asked.kind === 'leave') return <LeaveDialog person={person} onClose={close} />
  const give = async () => {
    const { firstPin } = await (asked.kind === 'reset'
      ? engine.resetPin({ accountId })
      : engine.reactivatePerson({ accountId }))
    setGiven({ name, firstPin })
  }
  return <GivePin isBack={asked.kind === 'back'} name={name} give={give} onClose={close} />
}

type GivePinProps = { isBack: boolean; name: string; give: () => Promise<void>; onClose: () => void }

function GivePin({ isBack, name, give, onClose }: GivePinProps) {
  const { t } = useTranslation('people')
  const giving = useAction(give)
  return (
    <FormDialog
      title={t('pin.title', { name })}
      submit={t(isBack ? 'page.comeBack' : 'page.resetPin')}
      state={giving.state}
      onSubmit={() => giving.run()}
      onClose={onClose}
    >
      <p>{t('pin.before')}</p>
    </FormDialog>
  )
}

function ShownPin({ given, onClose }: { given: Given; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common'])
  useFocusBack()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('pin.title', { name: given.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={classes.form}>
        <p className={classes.pin} data-testid="first-pin">
          {given.firstPin}
        </p>
        <p>{t('pin.body')}</p>
        {/* Not the cross: what is shown only now must not go at the first key. */}
        <Button data-autofocus onClick={onClose}>
          {t('pin.done')}
        </Button>
      </div>
    </Modal>
  )
}

function OwnPin({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people')
  const { fields, isReady, choose } = useOwnPin(onClose)
  return (
    <FormDialog
      title={t('here.change')}
      submit={t('choose.submit')}
      isReady={isReady}
      state={choose.state}
      onSubmit={() => choose.run()}
      onClose={onClose}
    >
      {fields}
    </FormDialog>
  )
}
