import { TextInput } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Busy } from '../../parts/busy.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { usePreferences, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './settings.module.css'

type Proven = { readonly name: string; readonly bytes: number; readonly takenAtMs: number; readonly durationMs: number }

/** Three words from the paper by their numbers, then one real document that came back and is gone again. */
export function ProveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('kit')
  const { engine } = useServices()
  const { language } = usePreferences()
  const [positions, setPositions] = useState<readonly number[]>([])
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({})
  const [proven, setProven] = useState<Proven | null>(null)
  const ask = useAction(useCallback(async () => setPositions((await engine.askKitWords({})).positions), [engine]))
  const { run } = ask
  useEffect(() => run(), [run])
  const prove = useAction(async () => {
    const proof = positions.map((position) => ({ position, word: typed[position]?.trim() ?? '' }))
    setProven(await engine.proveKit({ proof }))
    setTyped({})
  })
  const said = new Intl.ListFormat(language, { type: 'conjunction' }).format(positions.map(String))
  const isTyped = positions.length > 0 && positions.every((position) => (typed[position] ?? '').trim() !== '')
  return (
    <FormDialog
      title={t('prove.title')}
      submit={proven ? t('prove.close') : t('prove.submit')}
      isWide
      isReady={proven !== null || isTyped}
      state={prove.state}
      onSubmit={proven ? onClose : prove.run}
      onClose={onClose}
    >
      {ask.state.kind === 'busy' && <Busy>{t('prove.asking')}</Busy>}
      {ask.state.kind === 'failed' && <Trouble error={ask.state.error} onRetry={run} />}
      {proven && <ProvenNote proven={proven} />}
      {!proven && positions.length > 0 && (
        <>
          <p>{t('prove.lead', { positions: said })}</p>
          <div className={classes.fields}>
            {positions.map((position) => (
              <TextInput
                key={position}
                size="md"
                label={t('wordLabel', { position })}
                value={typed[position] ?? ''}
                onChange={(event) => setTyped({ ...typed, [position]: event.currentTarget.value })}
                maxLength={40}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            ))}
          </div>
        </>
      )}
    </FormDialog>
  )
}

function ProvenNote({ proven: { name, bytes, takenAtMs, durationMs } }: { proven: Proven }) {
  const { t } = useTranslation('kit')
  const units = useUnits()
  const nowMs = useNow()
  return (
    <Note tone="guarded" title={t('prove.done', { duration: units.duration(durationMs) })} isUrgent>
      <p>{t('prove.doneWhat', { name, size: units.bytes(bytes), when: units.moment(takenAtMs, nowMs) })}</p>
      <p>{t('prove.doneGone')}</p>
    </Note>
  )
}
