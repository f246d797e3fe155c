import { Modal } from '@mantine/core'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileVersion, Preview } from '#shared/contracts/index.ts'
import { Busy } from '../../../parts/busy.tsx'
import { Note } from '../../../parts/note.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { useFocusBack } from '../../../parts/use-focus-back.ts'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useNow } from '../../../state/use-now.ts'
import { ImageView } from './image-view.tsx'
import { PdfView } from './pdf-view.tsx'
import classes from './preview.module.css'
import { TablesView } from './tables-view.tsx'
import { TextView } from './text-view.tsx'
import { useLoaded } from './use-loaded.ts'

type PreviewDialogProps = { version: FileVersion; name: string | undefined; onClose: () => void }

/** How one version looks. What is shown lives as long as this dialog: closing it lets every byte go. */
export function PreviewDialog({ version, name = '', onClose }: PreviewDialogProps) {
  const { t } = useTranslation(['look', 'common'])
  useFocusBack()
  const { engine } = useServices()
  const units = useUnits()
  const nowMs = useNow()
  const { versionKey } = version
  const { loaded, again } = useLoaded(
    useCallback((signal) => engine.previewVersion({ versionKey }, signal), [engine, versionKey]),
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size="70rem"
      classNames={{ title: classes.title ?? '' }}
      title={t('preview.title', { name, when: units.onMoment(version.modifiedAtMs, nowMs) })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={classes.body}>
        {loaded.kind === 'loading' && <Busy>{t('preview.opening')}</Busy>}
        {loaded.kind === 'failed' && <Trouble error={loaded.error} onRetry={again} />}
        {loaded.kind === 'ready' && <PreviewView preview={loaded.value} name={name} />}
        <p className={classes.soft}>{t('preview.noTraces')}</p>
      </div>
    </Modal>
  )
}

function PreviewView({ preview, name }: { preview: Preview; name: string }) {
  const { t } = useTranslation('look')
  switch (preview.kind) {
    case 'image':
      return <ImageView bytes={preview.bytes} type={preview.type} name={name} />
    case 'pdf':
      return <PdfView bytes={preview.bytes} />
    case 'text':
      return <TextView {...preview} />
    case 'tables':
      return <TablesView tables={preview.tables} moreTables={preview.moreTables} />
    case 'none':
      return (
        <Note tone="none" title={t(`preview.none.${preview.why}`)}>
          <p>{t(`preview.none.${preview.why}Why`)}</p>
        </Note>
      )
  }
}
