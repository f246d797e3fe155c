import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { NewPinFields, useNewPin } from './new-pin.tsx'

/** The one who is signed in chooses another PIN: the one before, the new one twice. `fields` is what they write in. */
export function useOwnPin(onDone: () => void) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [before, setBefore] = useState('')
  const pin = useNewPin()
  const choose = useAction(async () => {
    await engine.setOwnPin({ before, secret: pin.secret })
    onDone()
  })
  const fields = (
    <>
      <PasswordInput
        size="md"
        label={t('choose.before')}
        value={before}
        autoComplete="off"
        maxLength={200}
        onChange={(event) => {
          setBefore(event.currentTarget.value)
          choose.reset()
        }}
      />
      <NewPinFields
        typed={pin.typed}
        onChange={(typed) => {
          pin.setTyped(typed)
          choose.reset()
        }}
      />
    </>
  )
  return { fields, isReady: pin.isReady && before !== '', choose }
}
