import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileVersion, FoundFile } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { BackIcon, FolderIcon, RecoverIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { PlaceName } from '../../parts/place-name.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useAction } from '../../state/use-action.ts'
import { DonePanel } from './done-panel.tsx'
import { FolderWords, isServerDump } from './found-list.tsx'
import classes from './recover.module.css'
import { type Loaded, useRecovery, useTargetFolder, useVersions } from './use-recovery.ts'
import { VersionList } from './version-list.tsx'

type FilePageProps = { file: FoundFile; onBack: () => void; onRight: () => void }

/** One file: which version, into which folder, and how it went. */
export function FilePage({ file, onBack, onRight }: FilePageProps) {
  const { t } = useTranslation(['recover', 'common'])
  const { recovery, recover, reopen } = useRecovery()
  const { versions, again } = useVersions(file.fileKey)
  return (
    <div className={classes.page}>
      <Button variant="subtle" className={classes.back ?? ''} leftSection={<BackIcon />} onClick={onBack}>
        {t('backToSearch')}
      </Button>
      <ScreenTitle lead={<FolderWords folder={file.folder} />}>{file.name}</ScreenTitle>
      {recovery.kind === 'done' ? (
        <DonePanel result={recovery.result} onRight={onRight} onWrong={reopen} />
      ) : (
        <>
          {recovery.kind === 'choosing' && recovery.hadAnother && <Note tone="working" title={t('tryAnother')} />}
          {isServerDump(file) && (
            <Note tone="none" title={t('serverDump')}>
              <p>{t('serverDumpWhy')}</p>
            </Note>
          )}
          {versions.kind === 'loading' && <Busy>{t('version.loading')}</Busy>}
          {versions.kind === 'failed' && <Trouble error={versions.error} onRetry={again} />}
          {versions.kind === 'ready' && (
            <ChooseAndRecover
              name={file.name}
              versions={versions.value}
              isBusy={recovery.kind === 'busy'}
              onRecover={recover}
            >
              {recovery.kind === 'failed' && <Trouble error={recovery.error} />}
            </ChooseAndRecover>
          )}
        </>
      )}
    </div>
  )
}

type ChooseProps = {
  name: string
  versions: readonly FileVersion[]
  isBusy: boolean
  onRecover: (versionKey: number, folder: string) => void
  children: ReactNode
}

function ChooseAndRecover({ name, versions, isBusy, onRecover, children }: ChooseProps) {
  const { t } = useTranslation(['recover', 'common'])
  const [chosen, setChosen] = useState(versions[0]?.versionKey)
  const { target, choose } = useTargetFolder()
  const other = useAction(choose)
  return (
    <>
      <VersionList name={name} versions={versions} chosen={chosen} onChoose={setChosen} isDisabled={isBusy} />
      <section className={classes.target} aria-labelledby="target-title">
        <h2 id="target-title" className={classes.heading}>
          {t('target.title')}
        </h2>
        <TargetWords target={target} />
        <div>
          <Button variant="default" disabled={isBusy} onClick={other.run}>
            {t('target.other')}
          </Button>
        </div>
        {other.state.kind === 'failed' && <Trouble error={other.state.error} />}
      </section>
      {children}
      <div className={classes.actions}>
        <Button
          size="xl"
          leftSection={<RecoverIcon />}
          loading={isBusy}
          disabled={chosen === undefined || target.kind !== 'ready'}
          onClick={() => chosen !== undefined && target.kind === 'ready' && onRecover(chosen, target.value)}
        >
          {t('action')}
        </Button>
        {isBusy && <Busy>{t('running')}</Busy>}
      </div>
    </>
  )
}

function TargetWords({ target }: { target: Loaded<string> }) {
  const { t } = useTranslation(['recover', 'common'])
  if (target.kind === 'loading') return <Busy>{t('target.proposing')}</Busy>
  if (target.kind === 'failed') return <Trouble error={target.error} />
  return (
    <div className={classes.place}>
      <FolderIcon size="2rem" className={classes.fileIcon} />
      <div>
        <PlaceName path={target.value} size="lg" />
        <p className={classes.soft}>{t('target.separate')}</p>
      </div>
    </div>
  )
}
