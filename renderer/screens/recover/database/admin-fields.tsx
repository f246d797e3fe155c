import { PasswordInput, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './database.module.css'
import type { AdminDraft } from './use-database-recovery.ts'

type AdminProps = { admin: AdminDraft; isAgain?: boolean; onAdmin: (admin: AdminDraft) => void }

/** Who may make databases on the server, for this once. */
export function AdminFields({ admin, isAgain = false, onAdmin }: AdminProps) {
  const { t } = useTranslation('databaseRecovery')
  const id = useId()
  return (
    <fieldset className={classes.fieldset} aria-describedby={id}>
      <legend className={classes.heading}>{t('admin.title')}</legend>
      <p id={id} className={classes.soft}>
        {isAgain ? t('admin.again') : t('admin.why')}
      </p>
      <div className={classes.pair}>
        <TextInput
          size="md"
          label={t('admin.user')}
          value={admin.user}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          onChange={(event) => onAdmin({ ...admin, user: event.currentTarget.value })}
        />
        <PasswordInput
          size="md"
          label={t('admin.password')}
          value={admin.password}
          autoComplete="off"
          maxLength={500}
          onChange={(event) => onAdmin({ ...admin, password: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  )
}
