import { NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { providerIds, providers, withAddress, withProvider } from './cloud-form.ts'
import { networkKinds, type PlaceDraft } from './place-form.ts'
import { PlaceLock } from './place-lock.tsx'
import classes from './settings.module.css'

export type FieldsProps = {
  draft: PlaceDraft
  onDraft: (draft: PlaceDraft) => void
  /** A place that holds copies already: only what it takes to reach it is asked for. */
  isKnown?: boolean
}

/** Everything a place on a network is written down with, by what it is. */
export function PlaceFields({ draft, onDraft, isKnown = false }: FieldsProps) {
  const { t } = useTranslation('places')
  return (
    <div className={classes.fields}>
      <NativeSelect
        className={classes.wide ?? ''}
        size="md"
        label={t('add.kind')}
        value={draft.kind}
        onChange={(event) => {
          const kind = networkKinds.find((one) => one === event.currentTarget.value) ?? 's3'
          onDraft({ ...draft, kind, isOutside: kind === 's3', secret: '' })
        }}
        data={networkKinds.map((value) => ({ value, label: t(`add.kinds.${value}`) }))}
      />
      {draft.kind === 's3' && <CloudFields draft={draft} onDraft={onDraft} isKnown={isKnown} />}
      {draft.kind === 'sftp' && <ServerFields draft={draft} onDraft={onDraft} />}
      {(draft.kind === 'webdav' || draft.kind === 'rest') && <WebFields draft={draft} onDraft={onDraft} />}
      {!isKnown && (
        <>
          <Field part="name" draft={draft} onDraft={onDraft} maxLength={60} />
          <Switch
            className={classes.wide ?? ''}
            label={t('add.outside')}
            checked={draft.isOutside}
            onChange={(event) => onDraft({ ...draft, isOutside: event.currentTarget.checked })}
          />
        </>
      )}
    </div>
  )
}

function CloudFields({ draft, onDraft, isKnown = false }: FieldsProps) {
  const { t } = useTranslation('places')
  const regionsId = useId()
  const { regions, endpoint } = providers[draft.provider]
  return (
    <>
      <NativeSelect
        size="md"
        label={t('add.provider')}
        value={draft.provider}
        onChange={(event) => {
          const provider = providerIds.find((one) => one === event.currentTarget.value) ?? 'other'
          onDraft(withProvider(draft, provider))
        }}
        data={providerIds.map((value) => ({ value, label: providers[value].label || t('add.otherProvider') }))}
      />
      <TextInput
        size="md"
        label={t('add.region')}
        value={draft.region}
        spellCheck={false}
        list={regionsId}
        onChange={(event) => onDraft(withAddress(draft, { region: event.currentTarget.value }))}
      />
      <datalist id={regionsId}>
        {regions.map(({ id, where }) => (
          <option key={id} value={id} label={where} />
        ))}
      </datalist>
      {endpoint?.includes('{account}') && (
        <TextInput
          className={classes.wide ?? ''}
          size="md"
          label={t('add.account')}
          value={draft.account}
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onDraft(withAddress(draft, { account: event.currentTarget.value }))}
        />
      )}
      <Field part="endpoint" draft={draft} onDraft={onDraft} isWide />
      <Field part="bucket" draft={draft} onDraft={onDraft} />
      <Field part="prefix" draft={draft} onDraft={onDraft} />
      <Field part="accessKeyId" draft={draft} onDraft={onDraft} isWide />
      <Secret label={t('add.secretKey')} draft={draft} onDraft={onDraft} isWide />
      {!isKnown && <PlaceLock draft={draft} onDraft={onDraft} />}
    </>
  )
}

function ServerFields({ draft, onDraft }: FieldsProps) {
  const { t } = useTranslation('places')
  return (
    <>
      <Field part="host" draft={draft} onDraft={onDraft} />
      <TextInput
        size="md"
        label={t('add.port')}
        inputMode="numeric"
        value={draft.port}
        maxLength={5}
        onChange={(event) => onDraft({ ...draft, port: event.currentTarget.value.replace(/\D/g, '') })}
      />
      <Field part="folder" draft={draft} onDraft={onDraft} isWide />
      <Field part="user" draft={draft} onDraft={onDraft} />
      <NativeSelect
        size="md"
        label={t('add.login')}
        value={draft.login}
        onChange={(event) =>
          onDraft({ ...draft, login: event.currentTarget.value === 'key' ? 'key' : 'password', secret: '' })
        }
        data={[
          { value: 'password', label: t('add.loginPassword') },
          { value: 'key', label: t('add.loginKey') },
        ]}
      />
      {draft.login === 'password' && <Secret label={t('add.password')} draft={draft} onDraft={onDraft} isWide />}
      {draft.login === 'key' && (
        <Textarea
          className={classes.wide ?? ''}
          size="md"
          label={t('add.privateKey')}
          description={t('add.passwordHint')}
          value={draft.secret}
          rows={5}
          maxLength={16_384}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onDraft({ ...draft, secret: event.currentTarget.value })}
        />
      )}
    </>
  )
}

function WebFields({ draft, onDraft }: FieldsProps) {
  const { t } = useTranslation('places')
  return (
    <>
      <Field part="url" draft={draft} onDraft={onDraft} isWide />
      <Field part="user" draft={draft} onDraft={onDraft} isWide />
      <Secret label={t('add.password')} draft={draft} onDraft={onDraft} isWide />
    </>
  )
}

type TextPart = 'endpoint' | 'bucket' | 'prefix' | 'accessKeyId' | 'host' | 'user' | 'folder' | 'url' | 'name'
type FieldProps = FieldsProps & { part: TextPart; isWide?: boolean; maxLength?: number }

function Field({ part, draft, onDraft, isWide = false, maxLength = 500 }: FieldProps) {
  const { t } = useTranslation('places')
  return (
    <TextInput
      className={(isWide ? classes.wide : undefined) ?? ''}
      size="md"
      label={t(`add.${part}`)}
      value={draft[part]}
      maxLength={maxLength}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onDraft({ ...draft, [part]: event.currentTarget.value })}
    />
  )
}

function Secret({ label, draft, onDraft, isWide = false }: FieldsProps & { label: string; isWide?: boolean }) {
  const { t } = useTranslation('places')
  return (
    <PasswordInput
      className={(isWide ? classes.wide : undefined) ?? ''}
      size="md"
      label={label}
      description={t('add.passwordHint')}
      value={draft.secret}
      maxLength={500}
      autoComplete="new-password"
      onChange={(event) => onDraft({ ...draft, secret: event.currentTarget.value })}
    />
  )
}
