import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { DocumentIcon, PrintIcon } from '../icons/index.ts'
import { Note } from '../note.tsx'
import { Trouble } from '../trouble.tsx'
import classes from './kit.module.css'

export type Printed = 'yes' | 'no' | 'pdf' | null

/** The sentence that matters most, and the ways to get the words on paper: a printer, or a PDF for one. Prints what `KitSheet` drew. */
export function PaperActions({ printed, onPrinted }: { printed: Printed; onPrinted: (printed: Printed) => void }) {
  const { t } = useTranslation('kit')
  const { shell, engine } = useServices()
  const print = useAction(async () => {
    const { isPrinted } = await shell.print({})
    if (isPrinted) await engine.paperTaken({ paper: 'kit', how: 'printed' })
    onPrinted(isPrinted ? 'yes' : 'no')
  })
  const save = useAction(async () => {
    const { saved } = await shell.savePaper({ kind: 'kit' })
    if (!saved) return
    await engine.paperTaken({ paper: 'kit', how: 'saved' })
    onPrinted('pdf')
  })
  return (
    <div className={classes.entry}>
      <Note tone="attention" title={t('warning')}>
        <div className={classes.ways}>
          <Button
            size="lg"
            variant={printed === 'yes' ? 'default' : 'filled'}
            leftSection={<PrintIcon />}
            loading={print.state.kind === 'busy'}
            onClick={print.run}
          >
            {t('print')}
          </Button>
          <Button
            size="lg"
            variant="default"
            leftSection={<DocumentIcon />}
            loading={save.state.kind === 'busy'}
            onClick={save.run}
          >
            {t('savePdf')}
          </Button>
        </div>
      </Note>
      <div role="status">
        {printed === 'yes' && <Note tone="guarded" title={t('printed')} />}
        {printed === 'no' && <Note tone="attention" title={t('notPrinted')} />}
        {printed === 'pdf' && <Note tone="attention" title={t('savedPdf')} />}
      </div>
      {print.state.kind === 'failed' && <Trouble error={print.state.error} />}
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
    </div>
  )
}
