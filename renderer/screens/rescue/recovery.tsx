import { Button, Progress } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecoveryResult } from '#shared/contracts/index.ts'
import type { RescueCopy } from '#shared/domain/index.ts'
import { FolderIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { PlaceName } from '../../parts/place-name.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useRunning, useServices } from '../../state/services.tsx'
import { type ActionState, useAction } from '../../state/use-action.ts'
import classes from './rescue.module.css'

export type RecoveryState = {
  readonly state: ActionState
  readonly result: RescueResult | null
  begin(include: readonly string[]): void
}
type RescueResult = Pick<RecoveryResult, 'folder' | 'files' | 'bytes' | 'durationMs' | 'skips'>

/** Brings things of a copy into a folder that the person chooses. */
export function useRecovery(copyId: RescueCopy['copyId']): RecoveryState {
  const { engine, shell } = useServices()
  const [result, setResult] = useState<RescueResult | null>(null)
  const { state, run } = useAction(async (include: readonly string[]) => {
    setResult(null)
    const { path: targetFolder } = await shell.chooseFolder({ purpose: 'recover-into' })
    if (targetFolder === null) return
    setResult(await engine.recoverRescue({ copyId, include: [...include], targetFolder }))
  })
  return { state, result, begin: run }
}

/** How far it is, and that it is there. */
export function Recovery({ recovery: { state, result } }: { recovery: RecoveryState }) {
  const { t } = useTranslation(['rescue', 'common'])
  const units = useUnits()
  const running = useRunning('recover')
  if (state.kind === 'failed') return <Trouble error={state.error} />
  if (state.kind === 'busy') {
    const progress = running?.progress
    const percent = progress && progress.totalBytes > 0 ? (100 * progress.doneBytes) / progress.totalBytes : 0
    return (
      <div className={classes.page}>
        <p role="status">
          {t('recovery.busy', {
            done: units.bytes(progress?.doneBytes ?? 0),
            total: units.bytes(progress?.totalBytes ?? 0),
          })}
        </p>
        <Progress value={percent} size="lg" aria-label={t('recovery.progress')} />
      </div>
    )
  }
  return result ? <Recovered result={result} /> : null
}

function Recovered({ result }: { result: RescueResult }) {
  const { t } = useTranslation(['rescue', 'common'])
  const { shell } = useServices()
  const units = useUnits()
  const open = useAction(async (path: string) => void (await shell.openFolder({ path })))
  const next = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The button that was pressed could not be pressed meanwhile, and lost the focus; nobody who went on elsewhere is called back.
    if (document.activeElement === document.body) next.current?.focus()
  }, [])
  return (
    <Note
      tone={result.skips > 0 ? 'attention' : 'guarded'}
      title={t('recovery.done', { duration: units.duration(result.durationMs) })}
      isUrgent
      action={
        <Button ref={next} leftSection={<FolderIcon />} onClick={() => open.run(result.folder)}>
          {t('recovery.openFolder')}
        </Button>
      }
    >
      <p>
        {t('recovery.what', { files: t('common:files', { count: result.files }), size: units.bytes(result.bytes) })}
      </p>
      <PlaceName path={result.folder} />
      {result.skips > 0 && <p>{t('recovery.skips', { count: result.skips })}</p>}
    </Note>
  )
}
