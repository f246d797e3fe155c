import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundFile } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { BackIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { FolderWords, isServerDump } from './found-list.tsx'
import classes from './recover.module.css'
import { useVersions } from './use-recovery.ts'
import { VersionList } from './version-list.tsx'
import { PutBack } from './wizard/put-back.tsx'
import { VersionCheck } from './wizard/version-check.tsx'

type FilePageProps = { file: FoundFile; onBack: () => void; onRight: () => void }

/** One file: which version, where to, and how it went. */
export function FilePage({ file, onBack, onRight }: FilePageProps) {
  const { t } = useTranslation(['recover', 'common'])
  const { versions, again } = useVersions(file.fileKey)
  const [chosen, setChosen] = useState<number>()
  const [damaged, setDamaged] = useState<number>()
  const newest = versions.kind === 'ready' ? versions.value[0]?.versionKey : undefined
  const versionKey = chosen ?? newest
  return (
    <div className={classes.page}>
      <Button variant="subtle" className={classes.back ?? ''} leftSection={<BackIcon />} onClick={onBack}>
        {t('backToSearch')}
      </Button>
      <ScreenTitle lead={<FolderWords folder={file.folder} />}>{file.name}</ScreenTitle>
      <PutBack
        what={versionKey === undefined ? undefined : { kind: 'version', versionKey }}
        canGoInPlace={file.kind === 'file' && file.computer === null}
        isDamaged={versionKey !== undefined && versionKey === damaged}
        onRight={onRight}
      >
        {isServerDump(file) && (
          <Note tone="none" title={t('serverDump')}>
            <p>{t('serverDumpWhy')}</p>
          </Note>
        )}
        {versions.kind === 'loading' && <Busy>{t('version.loading')}</Busy>}
        {versions.kind === 'failed' && <Trouble error={versions.error} onRetry={again} />}
        {versions.kind === 'ready' && (
          <VersionList
            name={file.name}
            versions={versions.value}
            chosen={versionKey}
            onChoose={setChosen}
            isDisabled={false}
          />
        )}
        {versionKey !== undefined && <VersionCheck key={versionKey} versionKey={versionKey} onDamaged={setDamaged} />}
      </PutBack>
    </div>
  )
}
