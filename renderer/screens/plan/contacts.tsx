import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanView } from '#shared/contracts/index.ts'
import type { Contact } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { ClinicIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import classes from './plan.module.css'

const ROLES = ['technician', 'system', 'internet', 'lawyer', 'insurer', 'police', 'partner', 'other'] as const
type ContactsProps = { contacts: readonly Contact[]; onChange: (view: PlanView) => void }

/** The small book of whom to call. */
export function Contacts({ contacts, onChange }: ContactsProps) {
  const { t } = useTranslation('plan')
  const { engine } = useServices()
  const mayChange = useMay('configure')
  const [isAdding, setIsAdding] = useState(false)
  const keep = useAction(async (next: readonly Contact[]) => {
    onChange(await engine.setContacts({ contacts: [...next] }))
    setIsAdding(false)
  })
  return (
    <Panel icon={ClinicIcon} title={t('contacts.title')}>
      <p className={classes.soft}>{contacts.length === 0 ? t('contacts.empty') : t('contacts.lead')}</p>
      <ul className={classes.list}>
        {contacts.map((contact) => (
          <li key={`${contact.role} ${contact.name} ${contact.phone}`} className={classes.line}>
            <span>
              <strong>{contact.name}</strong> ({t(`contacts.roles.${contact.role}`)}) {contact.phone}
              {contact.note !== '' && ` · ${contact.note}`}
            </span>
            {mayChange && (
              <Button
                variant="subtle"
                size="sm"
                aria-label={t('contacts.remove', { name: contact.name })}
                onClick={() => keep.run(contacts.filter((one) => one !== contact))}
              >
                {t('contacts.removeShort')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <div>
          <Button variant="default" onClick={() => setIsAdding(true)}>
            {t('contacts.add')}
          </Button>
        </div>
      )}
      {!isAdding && keep.state.kind === 'failed' && <Trouble error={keep.state.error} />}
      {isAdding && (
        <ContactDialog
          state={keep.state}
          onClose={() => setIsAdding(false)}
          onAdd={(contact) => keep.run([...contacts, contact])}
        />
      )}
    </Panel>
  )
}

type ContactDialogProps = {
  state: ReturnType<typeof useAction>['state']
  onAdd: (contact: Contact) => void
  onClose: () => void
}

function ContactDialog({ state, onAdd, onClose }: ContactDialogProps) {
  const { t } = useTranslation('plan')
  const [contact, setContact] = useState<Contact>({ role: 'technician', name: '', phone: '', note: '' })
  const set = (change: Partial<Contact>) => setContact((known) => ({ ...known, ...change }))
  return (
    <FormDialog
      title={t('contacts.title')}
      submit={t('save')}
      isReady={contact.name.trim() !== '' && contact.phone.trim() !== ''}
      state={state}
      onSubmit={() => onAdd(contact)}
      onClose={onClose}
    >
      <NativeSelect
        size="md"
        label={t('contacts.role')}
        value={contact.role}
        data={ROLES.map((role) => ({ value: role, label: t(`contacts.roles.${role}`) }))}
        onChange={(event) => set({ role: ROLES.find((role) => role === event.currentTarget.value) ?? 'other' })}
      />
      <TextInput
        size="md"
        label={t('contacts.name')}
        value={contact.name}
        maxLength={60}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        size="md"
        label={t('contacts.phone')}
        value={contact.phone}
        maxLength={40}
        onChange={(event) => set({ phone: event.currentTarget.value })}
      />
      <TextInput
        size="md"
        label={t('contacts.note')}
        value={contact.note}
        maxLength={200}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </FormDialog>
  )
}
