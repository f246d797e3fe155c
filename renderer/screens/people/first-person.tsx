import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { managerTitleSchema } from '#shared/domain/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { Note } from '../../parts/note.tsx'
import { NewPinFields, useNewPin } from '../../parts/people/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './people.module.css'

/** Nobody is registered yet: who answers for the clinic begins. */
export function FirstPerson({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [name, setName] = useState('')
  const [title, setTitle] = useState<(typeof managerTitleSchema.options)[number]>('owner')
  const pin = useNewPin()
  useFocusBack()
  const register = useAction(async () => {
    await engine.registerFirst({ name, title, secret: pin.secret })
    onDone()
  })
  const isReady = name.trim().length >= 2 && pin.isReady
  return (
    <form
      className={`${classes.form} ${classes.short}`}
      aria-label={t('first.title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) register.run()
      }}
    >
      <Note tone="attention" title={t('first.title')}>
        <p>{t('first.body')}</p>
      </Note>
      <LineField label={t('first.name')} value={name} maxLength={60} onText={setName} />
      <NativeSelect
        size="md"
        label={t('first.titleOf')}
        value={title}
        onChange={(event) => setTitle(managerTitleSchema.parse(event.currentTarget.value))}
        data={managerTitleSchema.options.map((value) => ({ value, label: t(`titles.${value}`) }))}
      />
      <NewPinFields
        typed={pin.typed}
        onChange={(typed) => {
          pin.setTyped(typed)
          register.reset()
        }}
      />
      {register.state.kind === 'failed' && <Trouble error={register.state.error} />}
      <div>
        <Button size="lg" type="submit" loading={register.state.kind === 'busy'} disabled={!isReady}>
          {t('first.submit')}
        </Button>
      </div>
    </form>
  )
}
