import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { KitEntry, KitSheet, PaperActions, type Printed, typedWords } from '../../parts/kit/index.ts'
import { Note } from '../../parts/note.tsx'
import { useVaultPlaceText } from '../../parts/vault-place.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './settings.module.css'

const KIT_WORDS = 24

/** The same words on a new paper: typed or read from the old one, shown to open the vault, printed with today's date and places. Forgotten when this closes. */
export function ReprintDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('kit')
  const { engine } = useServices()
  const [text, setText] = useState('')
  const [paper, setPaper] = useState<{ words: readonly string[]; atMs: number } | null>(null)
  const [printed, setPrinted] = useState<Printed>(null)
  const renew = useAction(async () => {
    setPaper(await engine.renewPaper({ words: text }))
    setText('')
  })
  return (
    <FormDialog
      title={t('reprint.title')}
      submit={paper ? t('prove.close') : t('reprint.submit')}
      isWide
      isReady={paper !== null || typedWords(text).length >= KIT_WORDS}
      state={renew.state}
      onSubmit={paper ? onClose : renew.run}
      onClose={onClose}
    >
      {!paper && (
        <div className={classes.stack}>
          <p>{t('reprint.lead')}</p>
          <KitEntry
            text={text}
            onText={(typed) => {
              setText(typed)
              renew.reset()
            }}
            error={renew.state.kind === 'failed' ? renew.state.error : undefined}
          />
        </div>
      )}
      {paper && (
        <div className={classes.stack}>
          <Note tone="guarded" title={t('reprint.ready')} isUrgent>
            <p>{t('reprint.old')}</p>
          </Note>
          <PaperActions printed={printed} onPrinted={setPrinted} />
          <Paper words={paper.words} atMs={paper.atMs} />
        </div>
      )}
    </FormDialog>
  )
}

/** With every place of today, each by the name that the clinic gave it. */
function Paper({ words, atMs }: { words: readonly string[]; atMs: number }) {
  const { state, replicas } = useOverview()
  return (
    <KitSheet
      words={words}
      clinicName={state.kind === 'fresh' ? '' : state.clinicName}
      printedAtMs={atMs}
      places={replicas.map(({ replicaId, place, name }) => <PlaceLine key={replicaId} place={place} name={name} />)}
    />
  )
}

function PlaceLine({ place, name }: { place: Place; name?: string | undefined }) {
  const { title, detail } = useVaultPlaceText(place, name)
  return <div>{detail === '' ? title : `${title} (${detail})`}</div>
}
