import { PasswordInput, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { cleaningKeyUse, type Place } from '#shared/domain/index.ts'
import { type CleaningDraft, type CleaningPlans, chosenPlan } from './cleaning-draft.ts'
import classes from './settings.module.css'

type FieldsProps = {
  plans: CleaningPlans
  draft: CleaningDraft
  onDraft: (draft: CleaningDraft) => void
  place: Place
}

/** Who decides, and the key that erases. Only asked for where something would be cleaned. */
export function CleaningFields({ plans, draft, onDraft, place }: FieldsProps) {
  const { t } = useTranslation('cleaning')
  const plan = chosenPlan(plans, draft.what)
  if (!plan || plan.refusals.length > 0) return null
  return (
    <>
      {!draft.isSigned && (
        <fieldset className={classes.part}>
          <legend>{t('people.title')}</legend>
          <p className={classes.soft}>{t('people.lead')}</p>
          <div className={classes.fields}>
            {(['requestedBy', 'confirmedBy'] as const).map((who) => (
              <TextInput
                key={who}
                size="md"
                label={t(who === 'requestedBy' ? 'people.first' : 'people.second')}
                value={draft[who]}
                maxLength={100}
                onChange={(event) => onDraft({ ...draft, [who]: event.currentTarget.value })}
              />
            ))}
          </div>
        </fieldset>
      )}
      <OwnersKey draft={draft} onDraft={onDraft} place={place} />
    </>
  )
}

/** Typed for this one cleaning, and kept nowhere. */
function OwnersKey({ draft, onDraft, place }: Omit<FieldsProps, 'plans'>) {
  const { t } = useTranslation('cleaning')
  const use = cleaningKeyUse(place)
  if (use === 'never') return null
  return (
    <fieldset className={classes.part}>
      <legend>{t('key.title')}</legend>
      {use === 'always' ? (
        <p className={classes.soft}>
          {t('key.always')} {t('key.forgotten')}
        </p>
      ) : (
        <Switch
          label={t('key.may')}
          checked={draft.withOwnersKey}
          onChange={(event) => onDraft({ ...draft, withOwnersKey: event.currentTarget.checked })}
        />
      )}
      {use === 'may' && draft.withOwnersKey && <p className={classes.soft}>{t('key.forgotten')}</p>}
      {draft.withOwnersKey && (
        <div className={classes.fields}>
          <TextInput
            size="md"
            label={t(place.kind === 's3' ? 'key.user' : 'key.owner')}
            value={draft.user}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => onDraft({ ...draft, user: event.currentTarget.value })}
          />
          <PasswordInput
            size="md"
            label={t('key.secret')}
            value={draft.secret}
            maxLength={16_384}
            autoComplete="off"
            onChange={(event) => onDraft({ ...draft, secret: event.currentTarget.value })}
          />
          {place.kind === 'rest' && (
            <TextInput
              size="md"
              className={classes.wide ?? ''}
              label={t('key.url')}
              value={draft.url}
              maxLength={500}
              onChange={(event) => onDraft({ ...draft, url: event.currentTarget.value })}
            />
          )}
        </div>
      )}
    </fieldset>
  )
}
