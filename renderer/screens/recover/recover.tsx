import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundFile, FoundFolder } from '#shared/contracts/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { useOverview } from '../../state/services.tsx'
import { DatabaseComesBack, WholeRecord } from './database/index.ts'
import { FilePage } from './file-page.tsx'
import classes from './recover.module.css'
import { SearchPage } from './search-page.tsx'
import { NOTHING_MORE } from './use-search.ts'
import { ComputerWay } from './wizard/computer-way.tsx'
import { FolderPage, FolderSearch } from './wizard/folder-way.tsx'
import { HelpWay } from './wizard/help-way.tsx'
import { PastRecoveries } from './wizard/past-recoveries.tsx'
import { type Lost, WhatWasLost } from './wizard/what-was-lost.tsx'

type Open =
  | { readonly kind: 'none' }
  | { readonly kind: 'file'; readonly file: FoundFile }
  | { readonly kind: 'folder'; readonly folder: FoundFolder }
  | { readonly kind: 'record' }
const NONE: Open = { kind: 'none' }

/** What was lost, how it was when, where to: a way for each, and each can be undone. */
export function Recover() {
  const { t } = useTranslation('recover')
  const { copies } = useOverview()
  const [text, setText] = useState('')
  const [remembered, setRemembered] = useState(NOTHING_MORE)
  const [lost, setLost] = useState<Lost>('document')
  const [open, setOpen] = useState<Open>(NONE)
  const close = () => setOpen(NONE)
  const pick = useCallback((file: FoundFile) => setOpen({ kind: 'file', file }), [])
  const right = () => {
    setText('')
    setRemembered(NOTHING_MORE)
    close()
  }
  if (open.kind === 'record') return <DatabaseComesBack onBack={close} />
  if (open.kind === 'folder') return <FolderPage folder={open.folder} onBack={close} />
  if (open.kind === 'file') return <FilePage key={open.file.fileKey} file={open.file} onBack={close} onRight={right} />
  const search = (
    <SearchPage
      text={text}
      onText={setText}
      remembered={remembered}
      onRemembered={setRemembered}
      onPick={pick}
      hasTitle={copies === 0}
    />
  )
  if (copies === 0) return search
  return (
    <div className={classes.page}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <WhatWasLost lost={lost} onLost={setLost} />
      {lost === 'document' && search}
      {lost === 'folder' && <FolderSearch onPick={(folder) => setOpen({ kind: 'folder', folder })} />}
      {(lost === 'document' || lost === 'record') && <WholeRecord onOpen={() => setOpen({ kind: 'record' })} />}
      {lost === 'computer' && <ComputerWay onRight={() => setLost('document')} />}
      {lost === 'help' && <HelpWay onLost={setLost} />}
      {lost !== 'computer' && text === '' && <PastRecoveries />}
    </div>
  )
}
