import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { askServer, inGroups, type Shown } from '../settings/ask-server.ts'
import { PlaceFields } from '../settings/place-fields.tsx'
import { emptyDraft, type PlaceDraft, placeOf } from '../settings/place-form.ts'
import classes from './rescue.module.css'

type NetworkDialogProps = { onPlace: (place: Place, secret: string | null) => void; onClose: () => void }

/** A place on a network that holds copies already, by what it takes to reach it. A server that nobody vouches for shows its mark first. */
export function NetworkDialog({ onPlace, onClose }: NetworkDialogProps) {
  const { t } = useTranslation(['places', 'rescue'])
  const { engine } = useServices()
  const [draft, setDraft] = useState<PlaceDraft>(emptyDraft)
  const [shown, setShown] = useState<Shown | null>(null)
  const [isAccepted, setIsAccepted] = useState(false)
  const place = placeOf(draft)
  const done = (accepted: PlaceDraft) => {
    const reached = placeOf(accepted)
    if (reached) onPlace(reached, accepted.secret === '' ? null : accepted.secret)
  }
  const go = useAction(async () => {
    if (!place) return
    if (shown) return done({ ...draft, identity: shown.identity })
    const mark = await askServer(engine, place)
    if (mark) setShown(mark)
    else done(draft)
  })
  return (
    <FormDialog
      title={shown ? t('places:trust.title') : t('rescue:place.network')}
      submit={t('places:add.next')}
      isWide
      isReady={shown ? isAccepted : place !== undefined}
      state={go.state}
      onSubmit={go.run}
      onClose={onClose}
    >
      {!shown && <PlaceFields draft={draft} onDraft={setDraft} isKnown />}
      {shown && (
        <div className={classes.page}>
          <p>{t(`places:trust.${shown.what}`)}</p>
          <p className={classes.mark}>{inGroups(shown.identity)}</p>
          <p className={classes.soft}>{t('places:trust.why')}</p>
          <Checkbox
            size="md"
            label={t('places:trust.yes')}
            checked={isAccepted}
            onChange={(event) => setIsAccepted(event.currentTarget.checked)}
          />
        </div>
      )}
    </FormDialog>
  )
}
