import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NewPinFields, useNewPin } from '../../parts/people/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './sign-in.module.css'

/** The PIN that somebody was given is changed for one that only they know, before anything else. */
export function ChoosePin() {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [before, setBefore] = useState('')
  const pin = useNewPin()
  const choose = useAction(async () => {
    await engine.setOwnPin({ before, secret: pin.secret })
  })
  return (
    <form
      className={classes.form}
      aria-label={t('choose.title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (pin.isReady && before !== '') choose.run()
      }}
    >
      <ScreenTitle lead={t('choose.lead')}>{t('choose.title')}</ScreenTitle>
      <PasswordInput
        size="md"
        label={t('choose.before')}
        value={before}
        autoComplete="off"
        maxLength={200}
        onChange={(event) => setBefore(event.currentTarget.value)}
      />
      <NewPinFields typed={pin.typed} onChange={pin.setTyped} />
      {choose.state.kind === 'failed' && <Trouble error={choose.state.error} />}
      <div>
        <Button size="lg" type="submit" loading={choose.state.kind === 'busy'} disabled={!pin.isReady || before === ''}>
          {t('choose.submit')}
        </Button>
      </div>
    </form>
  )
}
