import { NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './databases.module.css'
import { type Draft, needsPassword, type ServerKind, serverKinds, withKind } from './draft.ts'

type FieldsProps = {
  draft: Draft
  password: string
  onDraft: (draft: Draft) => void
  onPassword: (password: string) => void
}

/** Everything a server wants to know; which fields there are depends on its kind. */
export function DatabaseFields({ draft, password, onDraft, onPassword }: FieldsProps) {
  const { t } = useTranslation('databases')
  const field = (name: TextName) => ({
    size: 'md' as const,
    value: draft[name],
    autoComplete: 'off',
    spellCheck: false,
    maxLength: 500,
    onChange: (event: { currentTarget: HTMLInputElement }) => onDraft({ ...draft, [name]: event.currentTarget.value }),
  })
  const { kind } = draft
  return (
    <div className={classes.fields}>
      <NativeSelect
        size="md"
        label={t('form.kind')}
        value={kind}
        onChange={(event) => onDraft(withKind(draft, kindOf(event.currentTarget.value)))}
        data={serverKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      {kind === 'sql-server' ? (
        <TextInput label={t('form.instance')} placeholder={t('form.instanceHint')} {...field('instance')} />
      ) : (
        <div className={classes.address}>
          <TextInput label={t('form.host')} placeholder={t('form.hostHint')} {...field('host')} />
          <TextInput label={t('form.port')} inputMode="numeric" {...field('port')} />
        </div>
      )}
      <TextInput
        label={kind === 'firebird' ? t('form.databasePath') : t('form.database')}
        className={kind === 'sql-server' ? '' : (classes.wide ?? '')}
        data-autofocus
        {...field('database')}
      />
      {kind === 'sql-server' && (
        <>
          <NativeSelect
            size="md"
            label={t('form.login')}
            value={draft.login}
            onChange={(event) =>
              onDraft({ ...draft, login: event.currentTarget.value === 'password' ? 'password' : 'windows' })
            }
            data={[
              { value: 'windows', label: t('form.loginWindows') },
              { value: 'password', label: t('form.loginPassword') },
            ]}
          />
          <TextInput
            label={t('form.staging')}
            description={t('form.stagingHint')}
            className={classes.wide ?? ''}
            {...field('stagingFolder')}
          />
        </>
      )}
      {needsPassword(draft) && (
        <>
          <TextInput label={t('form.user')} {...field('user')} />
          <PasswordField label={t('form.password')} value={password} onChange={onPassword} />
        </>
      )}
      {kind === 'firebird' && <TextInput label={t('form.role')} placeholder={t('form.roleHint')} {...field('role')} />}
    </div>
  )
}

type PasswordProps = { label: string; value: string; onChange: (password: string) => void }

export function PasswordField({ label, value, onChange }: PasswordProps) {
  const { t } = useTranslation('databases')
  return (
    <PasswordInput
      size="md"
      label={label}
      description={t('form.passwordHint')}
      inputWrapperOrder={['label', 'input', 'description']}
      value={value}
      maxLength={500}
      autoComplete="new-password"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

type TextName = 'host' | 'port' | 'database' | 'user' | 'role' | 'instance' | 'stagingFolder'

const kindOf = (value: string): ServerKind => serverKinds.find((kind) => kind === value) ?? 'postgresql'
