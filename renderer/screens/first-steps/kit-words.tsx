import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Busy } from '../../parts/busy.tsx'
import { PrintIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { WordGrid } from '../../parts/word-grid.tsx'
import { useServices } from '../../state/services.tsx'
import { type ActionState, useAction } from '../../state/use-action.ts'
import { KitSheet } from './kit-sheet.tsx'
import { goToStep, type Kit, setupStore } from './setup-store.ts'
import classes from './step.module.css'
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

/** The sentence that matters most, and beside it the button that follows from it. */
function WarnAndPrint() {
  const { t } = useTranslation(['kit', 'common'])
  const { shell } = useServices()
  const print = useAction(async () => {
    const { isPrinted } = await shell.print({})
    setupStore.setState({ printed: isPrinted ? 'yes' : 'no' })
  })
  const { printed } = useStore(setupStore)
  return (
    <div className={classes.group}>
      <Note
        tone="attention"
        title={t('warning')}
        action={
          <Button
            size="lg"
            variant={printed === 'yes' ? 'default' : 'filled'}
            leftSection={<PrintIcon />}
            loading={print.state.kind === 'busy'}
            onClick={print.run}
          >
            {t('print')}
          </Button>
        }
      />
      <div role="status">
        {printed === 'yes' && <Note tone="guarded" title={t('printed')} />}
        {printed === 'no' && <Note tone="attention" title={t('notPrinted')} />}
      </div>
      {print.state.kind === 'failed' && <Trouble error={print.state.error} />}
    </div>
  )
}

function Paper({ kit }: { kit: Kit }) {
  const { clinicName, place } = useStore(setupStore)
  return <KitSheet kit={kit} clinicName={clinicName.trim()} placePath={place?.path ?? ''} />
}
