import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { askServer, inGroups } from './ask-server.ts'
import { PlaceFields } from './place-fields.tsx'
import { emptyDraft, type PlaceDraft, placeOf } from './place-form.ts'
import { PlaceTest } from './place-test.tsx'
import classes from './settings.module.css'

type Step =
  | { readonly kind: 'fields' }
  /** Somebody has to say whether this is the server that is meant. */
  | { readonly kind: 'trust'; readonly what: 'hostKey' | 'certificate'; readonly identity: string }
  | { readonly kind: 'test'; readonly isOver: boolean; readonly isFit: boolean }

/** One more place on a network, from what a manager has in hand to copies on their way: fields, the server's own mark, a test, use. */
export function AddPlaceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('places')
  const { engine, known } = useServices()
  const [draft, setDraft] = useState<PlaceDraft>(emptyDraft)
  const [step, setStep] = useState<Step>({ kind: 'fields' })
  const [isAccepted, setIsAccepted] = useState(false)
  const place = placeOf(draft)
  const toTest = () => setStep({ kind: 'test', isOver: false, isFit: false })
  const go = useAction(async () => {
    if (!place) return
    if (step.kind === 'fields') {
      const shown = await askServer(engine, place)
      if (shown) setStep({ kind: 'trust', ...shown })
      else toTest()
    } else if (step.kind === 'trust') {
      setDraft({ ...draft, identity: step.identity })
      toTest()
    } else {
      const { secret, name, isOutside: outside } = draft
      await engine.addPlace({ place, outside, ...(secret && { secret }), ...(name.trim() && { name: name.trim() }) })
      await known.refresh()
      onClose()
    }
  })
  const isReady =
    step.kind === 'fields' ? place !== undefined : step.kind === 'trust' ? isAccepted : step.isOver && step.isFit
  const back = () => {
    setStep({ kind: 'fields' })
    setDraft({ ...draft, identity: '' })
    setIsAccepted(false)
    go.reset()
  }
  return (
    <FormDialog
      title={t(step.kind === 'trust' ? 'trust.title' : 'add.title')}
      submit={t(step.kind === 'test' ? 'add.submit' : 'add.next')}
      isWide
      isReady={isReady}
      state={go.state}
      onSubmit={go.run}
      onClose={onClose}
    >
      {step.kind === 'fields' && <PlaceFields draft={draft} onDraft={setDraft} />}
      {step.kind === 'trust' && (
        <div className={classes.stack}>
          <p>{t(`trust.${step.what}`)}</p>
          <p className={classes.mark}>{inGroups(step.identity)}</p>
          <p className={classes.soft}>{t('trust.why')}</p>
          <Checkbox
            size="md"
            label={t('trust.yes')}
            checked={isAccepted}
            onChange={(event) => setIsAccepted(event.currentTarget.checked)}
          />
        </div>
      )}
      {step.kind === 'test' && place && (
        <PlaceTest
          place={place}
          secret={draft.secret === '' ? undefined : draft.secret}
          onFinished={({ isFit, code }) => setStep({ kind: 'test', isOver: true, isFit: isFit || code === 'DEST_112' })}
        />
      )}
      {step.kind !== 'fields' && (
        <div>
          <Button variant="default" onClick={back}>
            {t('add.back')}
          </Button>
        </div>
      )}
    </FormDialog>
  )
}
