import { Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import {
  accountRoleSchema,
  type InventoryItem,
  type InventoryPerson,
  inventoryKindSchema,
  leastYearsOf,
  legalBasisSchema,
  newInventoryItemSchema,
  usualItem,
} from '#shared/domain/index.ts'
import { LineField } from '../../../parts/fields.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import classes from '../protected.module.css'
import { PlacesField } from './places-field.tsx'

const FIELDS = newInventoryItemSchema.shape
const MOST_YEARS = 200

type ItemDialogProps = {
  /** Null writes a new one down. */
  item: InventoryItem | null
  onShow: (view: InventoryView) => void
  onClose: () => void
}

/** One thing of the clinic: what it is, where, who, and for how long. What the law asks is asked here already. */
export function ItemDialog({ item, onShow, onClose }: ItemDialogProps) {
  const { t } = useTranslation('inventory')
  const { engine } = useServices()
  const [draft, setDraft] = useState(() => item ?? usualItem('records', [{ kind: 'unknown' }]))
  const [updatedBy, setUpdatedBy] = useState(() => namesOf(draft.updatedBy))
  const [approvedBy, setApprovedBy] = useState(() => namesOf(draft.approvedBy))
  const least = leastYearsOf(draft.kind)
  const wanted = {
    ...draft,
    updatedBy: peopleIn(updatedBy, draft.updatedBy),
    approvedBy: peopleIn(approvedBy, draft.approvedBy),
  }
  const checked = newInventoryItemSchema.safeParse(wanted)
  const save = useAction(async () => {
    if (!checked.success) return
    onShow(await engine.saveInventoryItem({ itemId: item?.itemId ?? null, item: checked.data }))
    onClose()
  })
  return (
    <FormDialog
      title={item ? t('dialog.change') : t('dialog.add')}
      submit={t('dialog.save')}
      isReady={checked.success}
      isWide
      state={save.state}
      onSubmit={save.run}
      onClose={onClose}
    >
      <div className={classes.fields}>
        <NativeSelect
          size="md"
          label={t('field.kind')}
          value={draft.kind}
          onChange={(event) => {
            const kind = inventoryKindSchema.parse(event.currentTarget.value)
            // What was only the usual of the former kind becomes the usual of the new one.
            setDraft(item ? { ...draft, kind } : { ...usualItem(kind, draft.places), name: draft.name })
          }}
          data={inventoryKindSchema.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <LineField
          label={t('field.name')}
          value={draft.name}
          maxLength={60}
          onText={(name) => setDraft({ ...draft, name })}
        />
      </div>
      <PlacesField places={draft.places} onPlaces={(places) => setDraft({ ...draft, places })} />
      <div className={classes.fields}>
        <NativeSelect
          size="md"
          label={t('field.refreshed')}
          value={draft.refreshed}
          onChange={(event) => setDraft({ ...draft, refreshed: FIELDS.refreshed.parse(event.currentTarget.value) })}
          data={FIELDS.refreshed.options.map((value) => ({ value, label: t(`refreshed.${value}`) }))}
        />
        <NativeSelect
          size="md"
          label={t('field.weight')}
          value={draft.weight}
          onChange={(event) => setDraft({ ...draft, weight: FIELDS.weight.parse(event.currentTarget.value) })}
          data={FIELDS.weight.options.map((value) => ({ value, label: t(`weight.${value}`) }))}
        />
        <LineField
          label={t('field.updatedBy')}
          description={t('field.names')}
          value={updatedBy}
          maxLength={400}
          onText={setUpdatedBy}
        />
        <LineField
          label={t('field.approvedBy')}
          description={t('field.names')}
          value={approvedBy}
          maxLength={400}
          onText={setApprovedBy}
        />
        <NativeSelect
          size="md"
          label={t('field.legalBasis')}
          value={draft.legalBasis ?? ''}
          onChange={(event) =>
            setDraft({ ...draft, legalBasis: legalBasisSchema.safeParse(event.currentTarget.value).data ?? null })
          }
          data={[
            { value: '', label: t('field.noBasis') },
            ...legalBasisSchema.options.map((value) => ({ value, label: t(`legalBasis.${value}`) })),
          ]}
        />
        <NativeSelect
          size="md"
          label={t('field.keepFor')}
          value={draft.keepFor.kind}
          onChange={(event) =>
            setDraft({
              ...draft,
              keepFor:
                event.currentTarget.value === 'years'
                  ? { kind: 'years', years: Math.max(least, 5) }
                  : { kind: 'never-delete' },
            })
          }
          data={(['never-delete', 'years'] as const).map((value) => ({ value, label: t(`keepFor.${value}`) }))}
        />
        {draft.keepFor.kind === 'years' && (
          <NumberInput
            size="md"
            label={t('field.years')}
            value={draft.keepFor.years}
            min={Math.max(least, 1)}
            max={MOST_YEARS}
            allowDecimal={false}
            error={checked.success ? undefined : t('field.yearsLeast', { years: least })}
            onChange={(years) => setDraft({ ...draft, keepFor: { kind: 'years', years: Number(years) || 0 } })}
          />
        )}
      </div>
      <Checkbox.Group
        label={t('field.seenBy')}
        value={[...draft.seenBy]}
        onChange={(roles) =>
          setDraft({ ...draft, seenBy: accountRoleSchema.options.filter((role) => roles.includes(role)) })
        }
      >
        <div className={classes.roles}>
          {accountRoleSchema.options.map((role) => (
            <Checkbox key={role} value={role} label={t(`role.${role}`)} />
          ))}
        </div>
      </Checkbox.Group>
    </FormDialog>
  )
}

const namesOf = (people: readonly InventoryPerson[]): string => people.map(({ name }) => name).join(', ')

/** Typed names as people; one that was there before keeps the account. */
const peopleIn = (text: string, before: readonly InventoryPerson[]): InventoryPerson[] =>
  text
    .split(',')
    .map((name) => name.trim().slice(0, 60))
    .filter((name) => name !== '')
    .map((name) => before.find((person) => person.name === name) ?? { name })
