import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble, useErrorText } from '../../parts/trouble.tsx'
import { WordGrid } from '../../parts/word-grid.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { type ActionState, useAction } from '../../state/use-action.ts'
import { typedWords } from './typed-words.ts'
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
      <Textarea
        label={t('label')}
        description={t('hint')}
        size="lg"
        minRows={4}
        rows={4}
        maxLength={1000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          open.reset()
        }}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p role="status" className={classes.count}>
        {t('counted', { count: words.length })}
      </p>
      {open.state.kind === 'failed' && <Trouble error={open.state.error} />}
      {words.length > 0 && (
        <WordGrid words={words.slice(0, KIT_WORDS)} label={t('typed')} wrongPosition={wrongPosition(open.state)} />
      )}
      <div>
        <Button size="xl" type="submit" loading={open.state.kind === 'busy'} disabled={words.length < KIT_WORDS}>
          {open.state.kind === 'busy' ? t('opening') : t('open')}
        </Button>
      </div>
      <Why error={state.error} />
    </form>
  )
}

/** The position the engine named, when it named one. */
function wrongPosition(state: ActionState): number | undefined {
  const position = state.kind === 'failed' ? state.error.params.position : undefined
  return typeof position === 'number' ? position : undefined
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
