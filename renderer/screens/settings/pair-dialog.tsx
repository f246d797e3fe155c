import { Button, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TabletView } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { QrCode } from '../../parts/qr-code.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './pair-dialog.module.css'

type Pairing = { readonly address: string; readonly expiresAtMs: number }

/** The code for one tablet. Closes by itself once the tablet has used it. */
export function PairDialog({ known, view, onClose }: { known: number; view: TabletView; onClose: () => void }) {
  const { t } = useTranslation('tablets')
  useFocusBack()
  const { engine } = useServices()
  const nowMs = useNow()
  const units = useUnits()
  const [pairing, setPairing] = useState<Pairing>()
  const [before] = useState(known)
  const begin = useAction(async () => setPairing(await engine.beginPairing({})))
  const { run } = begin
  useEffect(() => run(), [run])
  useEffect(() => {
    if (view.tablets.length > before) onClose()
  }, [view, before, onClose])
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<span className={classes.title}>{t('screen.pairTitle')}</span>}
      closeButtonProps={{ 'aria-label': t('screen.pairDone') }}
    >
      {begin.state.kind === 'busy' && <Busy>{t('screen.pairMaking')}</Busy>}
      {begin.state.kind === 'failed' && <Trouble error={begin.state.error} onRetry={run} />}
      {pairing && (
        <div className={classes.body}>
          <QrCode text={pairing.address} label={t('screen.pairQr')} className={classes.code} />
          <div className={classes.words}>
            <p>{t('screen.pairLead')}</p>
            <p>{t('screen.pairWarning')}</p>
            <p className={classes.soft}>{t('screen.pairOnce', { until: units.moment(pairing.expiresAtMs, nowMs) })}</p>
          </div>
        </div>
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {t('screen.pairDone')}
        </Button>
      </div>
    </Modal>
  )
}
