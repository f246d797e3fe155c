import { Button, Checkbox, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '../../parts/note.tsx'
import { TechnicianDetails } from '../../parts/technician.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { keyPermissions, lockOf, providers, withLock } from './cloud-form.ts'
import type { FieldsProps } from './place-fields.tsx'
import classes from './settings.module.css'

/** Whether nobody is to erase what reaches a bucket. What it costs and that there is no way back is said, and agreed to, before. */
export function PlaceLock({ draft, onDraft }: FieldsProps) {
  const { t } = useTranslation('immutability')
  const { lockModes } = providers[draft.provider]
  if (lockModes.length === 0) return <p className={`${classes.wide} ${classes.soft}`}>{t('form.notThere')}</p>
  return (
    <div className={`${classes.wide} ${classes.lock}`}>
      <Switch
        label={t('form.on')}
        checked={draft.isLocked}
        onChange={(event) => onDraft(withLock(draft, { isLocked: event.currentTarget.checked }))}
      />
      {draft.isLocked && (
        <>
          <p className={classes.soft}>{t('form.needs')}</p>
          <div className={classes.fields}>
            <TextInput
              size="md"
              label={t('form.days')}
              description={t('form.daysHint')}
              inputMode="numeric"
              value={draft.lockDays}
              maxLength={4}
              onChange={(event) => onDraft(withLock(draft, { lockDays: event.currentTarget.value.replace(/\D/g, '') }))}
            />
            <NativeSelect
              size="md"
              label={t('form.mode')}
              value={draft.lockMode}
              onChange={(event) => {
                const lockMode = lockModes.find((mode) => mode === event.currentTarget.value) ?? draft.lockMode
                onDraft(withLock(draft, { lockMode }))
              }}
              data={lockModes.map((value) => ({ value, label: t(`form.modes.${value}`) }))}
            />
          </div>
          <Before draft={draft} onDraft={onDraft} />
          <KeysForTechnician draft={draft} onDraft={onDraft} />
        </>
      )}
    </div>
  )
}

function Before({ draft, onDraft }: FieldsProps) {
  const { t } = useTranslation('immutability')
  const lock = lockOf(draft)
  if (lock === undefined) return null
  const { days } = lock
  return (
    <Note tone="attention" title={t('before.title')}>
      <p>{t('lead', { days })}</p>
      <ul className={classes.said}>
        <li>{t('before.noUndo')}</li>
        <li>{t('before.cost')}</li>
        <li>{t('before.renews', { days })}</li>
        <li>{t('before.cleaning')}</li>
        {lock.mode === 'governance' && <li>{t('before.governance')}</li>}
      </ul>
      <p>{t('form.unproven')}</p>
      <Checkbox
        className={classes.agree ?? ''}
        size="md"
        label={t('before.agree')}
        checked={draft.isLockAgreed}
        onChange={(event) => onDraft({ ...draft, isLockAgreed: event.currentTarget.checked })}
      />
    </Note>
  )
}

function KeysForTechnician({ draft }: FieldsProps) {
  const { t } = useTranslation('immutability')
  const permissions = keyPermissions(draft)
  return (
    <TechnicianDetails facts={[]}>
      {permissions.kind === 'known' && (
        <div className={classes.stack}>
          <p>{t('technician.lead')}</p>
          <CopyText text={permissions.day} of={t('technician.policy')} />
          <CopyText text={permissions.cleaning} of={t('technician.cleaningPolicy')} />
        </div>
      )}
      {permissions.kind === 'needs-bucket' && <p>{t('technician.needsBucket')}</p>}
      {permissions.kind === 'unlimited' && <p>{t('technician.unlimited')}</p>}
    </TechnicianDetails>
  )
}

function CopyText({ text, of }: { text: string; of: string }) {
  const { t } = useTranslation('immutability')
  const { shell } = useServices()
  const [copied, setCopied] = useState<string | null>(null)
  const copy = useAction(async () => {
    await shell.copyText({ text })
    setCopied(text)
  })
  return (
    <div className={classes.foot}>
      <span>{of}</span>
      <Button variant="default" aria-label={`${t('technician.copy')}: ${of}`} onClick={copy.run}>
        {t('technician.copy')}
      </Button>
      <span role="status">{copied === text ? t('technician.copied') : ''}</span>
      {copy.state.kind === 'failed' && <Trouble error={copy.state.error} />}
    </div>
  )
}
