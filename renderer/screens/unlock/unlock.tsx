import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KitEntry, typedWords } from '../../parts/kit/index.ts'
import { Note } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble, useErrorText } from '../../parts/trouble.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './unlock.module.css'

const KIT_WORDS = 24

/** The vault is closed: the words of the kit open it until the next start. */
export function Unlock() {
  const { t } = useTranslation(['unlock', 'common'])
  const { state } = useOverview()
  const { engine, known } = useServices()
  const [text, setText] = useState('')
  const words = typedWords(text)
  const open = useAction(async () => {
    await engine.unlockWithKit({ words: text })
    setText('')
    await known.refresh()
  })
  if (state.kind !== 'locked') return null
  return (
    <form
      className={classes.page}
      aria-label={t('title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (words.length > 0) open.run()
      }}
    >
      <ScreenTitle lead={t('lead', { clinic: state.clinicName })}>{t('title')}</ScreenTitle>
      <KitEntry
        text={text}
        onText={(typed) => {
          setText(typed)
          open.reset()
        }}
        error={open.state.kind === 'failed' ? open.state.error : undefined}
      />
      {open.state.kind === 'failed' && <Trouble error={open.state.error} />}
      <div>
        <Button size="xl" type="submit" loading={open.state.kind === 'busy'} disabled={words.length < KIT_WORDS}>
          {open.state.kind === 'busy' ? t('opening') : t('open')}
        </Button>
      </div>
      <Why error={state.error} />
    </form>
  )
}

function Why({ error }: { error: Parameters<typeof useErrorText>[0] }) {
  const { t } = useTranslation(['unlock', 'common'])
  const { safe } = useErrorText(error)
  return (
    <Note tone="none" title={t('why')}>
      <p>{safe}</p>
      <p className={classes.code}>{t('common:code', { code: error.code })}</p>
    </Note>
  )
}
