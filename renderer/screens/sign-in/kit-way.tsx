import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SignInName } from '#shared/contracts/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { KitEntry } from '../../parts/kit/index.ts'
import { NewPinFields, useNewPin } from '../../parts/people/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './sign-in.module.css'

/** In by the words of the kit: for a manager whom nobody can give a new PIN, and where the list itself is lost. */
export function KitWay({ managers, onBack }: { managers: readonly SignInName[]; onBack: (() => void) | undefined }) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [accountId, setAccountId] = useState(managers[0]?.accountId ?? null)
  const [name, setName] = useState('')
  const [words, setWords] = useState('')
  const pin = useNewPin()
  const who = managers.find((manager) => manager.accountId === accountId)
  const enter = useAction(async () => {
    await engine.resetWithKit({ accountId, name: who?.name ?? name, words, secret: pin.secret })
  })
  return (
    <form
      className={classes.page}
      aria-label={t('kit.title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (pin.isReady) enter.run()
      }}
    >
      <ScreenTitle lead={t(managers.length === 0 ? 'enter.lost' : 'kit.lead')}>{t('kit.title')}</ScreenTitle>
      {managers.length > 0 ? (
        <NativeSelect
          size="md"
          label={t('kit.who')}
          value={accountId ?? ''}
          onChange={(event) => {
            const chosen = managers.find((manager) => manager.accountId === event.currentTarget.value)
            setAccountId(chosen?.accountId ?? null)
          }}
          data={managers.map((manager) => ({ value: manager.accountId, label: manager.name }))}
        />
      ) : (
        <LineField label={t('kit.name')} value={name} onText={setName} />
      )}
      <KitEntry text={words} onText={setWords} error={enter.state.kind === 'failed' ? enter.state.error : undefined} />
      <NewPinFields
        typed={pin.typed}
        onChange={(typed) => {
          pin.setTyped(typed)
          // What is wrong with the words is still to be read while they are mended.
          if (enter.state.kind === 'failed' && enter.state.error.code === 'PEOPLE_109') enter.reset()
        }}
      />
      {enter.state.kind === 'failed' && <Trouble error={enter.state.error} />}
      <div className={classes.buttons}>
        <Button
          size="lg"
          type="submit"
          loading={enter.state.kind === 'busy'}
          disabled={!pin.isReady || words === '' || (!who && name.trim().length < 2)}
        >
          {t('kit.submit')}
        </Button>
        {onBack && (
          <Button size="lg" variant="default" onClick={onBack}>
            {t('enter.another')}
          </Button>
        )}
      </div>
    </form>
  )
}
