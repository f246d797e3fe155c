import { Checkbox, NativeSelect, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  accountRoleSchema,
  categoriesFor,
  categoryRightSchema,
  categorySchema,
  managerTitleSchema,
  type PersonRights,
} from '#shared/domain/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './people.module.css'
import type { ListedPerson } from './use-people.ts'

type PersonFormProps = {
  person?: ListedPerson
  onGiven: (given: { name: string; firstPin: string }) => void
  onClose: () => void
}

/** Name, role in words, and where one person's rights differ from those of the role. */
export function PersonForm({ person, onGiven, onClose }: PersonFormProps) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [name, setName] = useState(person?.name ?? '')
  const [role, setRole] = useState(person?.role ?? 'reception')
  const [title, setTitle] = useState(person?.title ?? 'owner')
  const [rights, setRights] = useState<PersonRights>(person?.rights ?? {})
  const isSpecial = Object.keys(rights).length > 0
  const save = useAction(async () => {
    const draft = { name: name.trim(), role, title: role === 'manager' ? title : null, rights }
    if (person) {
      await engine.changePerson({ accountId: person.accountId, ...draft })
      onClose()
    } else onGiven({ name: draft.name, firstPin: (await engine.addPerson(draft)).firstPin })
  })
  const own = () => {
    const from = { role, rights: {} }
    const entries = categoryRightSchema.options.map((right) => [right, categoriesFor(from, right)])
    setRights(Object.fromEntries(entries) as PersonRights)
  }
  return (
    <FormDialog
      title={t(person ? 'form.change' : 'form.add')}
      submit={t(person ? 'form.save' : 'form.add')}
      isReady={name.trim().length >= 2}
      isWide
      state={save.state}
      onSubmit={() => save.run()}
      onClose={onClose}
    >
      <LineField label={t('form.name')} value={name} maxLength={60} data-autofocus onText={setName} />
      <Radio.Group
        label={t('form.role')}
        value={role}
        onChange={(value) => {
          setRole(accountRoleSchema.parse(value))
          setRights({})
        }}
      >
        <div className={classes.form}>
          {accountRoleSchema.options.map((value) => (
            <Radio key={value} value={value} label={t(`roles.${value}`)} description={t(`rolesIn.${value}`)} />
          ))}
        </div>
      </Radio.Group>
      {role === 'manager' && (
        <NativeSelect
          size="md"
          label={t('first.titleOf')}
          value={title}
          onChange={(event) => setTitle(managerTitleSchema.parse(event.currentTarget.value))}
          data={managerTitleSchema.options.map((value) => ({ value, label: t(`titles.${value}`) }))}
        />
      )}
      <Checkbox
        label={t('form.own')}
        description={t('form.ownHint')}
        checked={isSpecial}
        onChange={(event) => (event.currentTarget.checked ? own() : setRights({}))}
      />
      {isSpecial && (
        <div className={classes.rights}>
          {categoryRightSchema.options.map((right) => (
            <Checkbox.Group
              key={right}
              label={t(`form.right.${right}`)}
              value={[...(rights[right] ?? [])]}
              onChange={(chosen) =>
                setRights({ ...rights, [right]: categorySchema.options.filter((each) => chosen.includes(each)) })
              }
            >
              <div className={classes.form}>
                {categorySchema.options.map((category) => (
                  <Checkbox key={category} value={category} label={t(`form.categories.${category}`)} />
                ))}
              </div>
            </Checkbox.Group>
          ))}
        </div>
      )}
    </FormDialog>
  )
}
