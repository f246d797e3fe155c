import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { BackIcon, DiskIcon } from '../../parts/icons/index.ts'
import { KitEntry, typedWords } from '../../parts/kit/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { VaultPlaceName } from '../../parts/vault-place.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './rescue.module.css'
import { goToRescueStep, rescueStore } from './rescue-store.ts'

const KIT_WORDS = 24

/** The paper's words open the vault, and are forgotten here as soon as they did. */
export function WordsStep() {
  const { t } = useTranslation(['rescue', 'common'])
  const { engine } = useServices()
  const { place, secret } = useStore(rescueStore)
  const [text, setText] = useState('')
  const open = useAction(async () => {
    if (!place) return
    const { computers } = await engine.openRescue({ place, words: text, ...(secret !== null && { secret }) })
    setText('')
    rescueStore.setState({ step: 'copies', computers, computer: computers[0]?.name ?? '', secret: null })
  })
  const isBusy = open.state.kind === 'busy'
  return (
    <form
      className={classes.page}
      aria-label={t('title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (typedWords(text).length >= KIT_WORDS) open.run()
      }}
    >
      <ScreenTitle aside={t('title')} lead={t('words.lead')}>
        {t('words.title')}
      </ScreenTitle>
      {place && (
        <div className={classes.card}>
          <DiskIcon size="2rem" />
          <VaultPlaceName place={place} />
        </div>
      )}
      <KitEntry
        text={text}
        onText={(typed) => {
          setText(typed)
          open.reset()
        }}
        error={open.state.kind === 'failed' ? open.state.error : undefined}
      />
      {open.state.kind === 'failed' && <Trouble error={open.state.error} />}
      <div className={classes.foot}>
        <Button
          size="lg"
          variant="default"
          leftSection={<BackIcon />}
          disabled={isBusy}
          onClick={() => goToRescueStep('place')}
        >
          {t('common:back')}
        </Button>
        <Button size="lg" type="submit" loading={isBusy} disabled={typedWords(text).length < KIT_WORDS}>
          {t('words.open')}
        </Button>
      </div>
    </form>
  )
}
