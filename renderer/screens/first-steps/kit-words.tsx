import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Busy } from '../../parts/busy.tsx'
import { KitSheet, PaperActions } from '../../parts/kit/index.ts'
import { Note } from '../../parts/note.tsx'
import { usePlaceText } from '../../parts/place-name.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { WordGrid } from '../../parts/word-grid.tsx'
import type { ActionState } from '../../state/use-action.ts'
import { goToStep, type Kit, setupStore } from './setup-store.ts'
import { Step } from './step.tsx'

type KitWordsProps = { making: ActionState; onRetry: () => void; onReady: () => void }

/** The words, large and numbered, and the way to put them on paper. */
export function KitWords({ making, onRetry, onReady }: KitWordsProps) {
  const { t } = useTranslation(['firstSteps', 'common', 'kit'])
  const { kit, kitNote } = useStore(setupStore)
  const isMaking = making.kind === 'busy'
  return (
    <Step
      name="kit"
      title={t('kit.title')}
      lead={t('kit.lead')}
      onBack={() => goToStep('place')}
      next={t('kit.ready')}
      onNext={onReady}
      canGoOn={kit !== null && !isMaking}
    >
      {isMaking && <Busy>{t('kit.making')}</Busy>}
      {making.kind === 'failed' && (
        <Trouble error={making.error}>
          <p>
            <Button variant="default" onClick={onRetry}>
              {t('common:tryAgain')}
            </Button>
          </p>
        </Trouble>
      )}
      {kit && !isMaking && making.kind !== 'failed' && (
        <>
          {kitNote && <Note tone="attention" title={t(`kit.${kitNote}`)} isUrgent />}
          <WarnAndPrint />
          <WordGrid words={kit.words} label={t('kit:words')} />
          <Paper kit={kit} />
        </>
      )}
    </Step>
  )
}

/** The sentence that matters most, and beside it the buttons that follow from it. */
function WarnAndPrint() {
  const { printed } = useStore(setupStore)
  return <PaperActions printed={printed} onPrinted={(how) => setupStore.setState({ printed: how })} />
}

function Paper({ kit }: { kit: Kit }) {
  const { clinicName, place } = useStore(setupStore)
  const { name, parents } = usePlaceText(place?.path ?? '')
  const where = parents === '' ? name : `${name} (${parents})`
  return <KitSheet words={kit.words} clinicName={clinicName.trim()} printedAtMs={kit.madeAtMs} places={where} />
}
