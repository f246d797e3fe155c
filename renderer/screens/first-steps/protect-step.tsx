import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { DatabaseFinding, DatabaseServer } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { FoundDatabases } from '../../parts/databases/index.ts'
import { AddIcon, ClinicIcon, RecoverIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { placeWords } from '../../parts/place-words.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { type ActionState, useAction } from '../../state/use-action.ts'
import { beginRescue } from '../rescue/rescue-store.ts'
import { addFolder } from './choices.ts'
import { DatabaseCard } from './database-card.tsx'
import { FolderCard } from './folder-card.tsx'
import { goToStep, setupStore } from './setup-store.ts'
import classes from './step.module.css'
import { Step } from './step.tsx'
import { TeamPart } from './team-part.tsx'

/** The clinic's name and its folders. */
export function ProtectStep() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { clinicName } = useStore(setupStore)
  const [isAsked, setIsAsked] = useState(false)
  const isAnything = useIsAnythingChosen()
  const { add, looking, note } = useAddFolder()

  function goOn() {
    setIsAsked(true)
    if (clinicName.trim() !== '' && isAnything) goToStep('place')
  }

  return (
    <Step
      name="protect"
      title={t('protect.title')}
      lead={t('protect.lead')}
      next={t('common:next')}
      onNext={goOn}
      canGoOn={looking.kind !== 'busy'}
    >
      <AskAgain />
      <ProtectChoices isAsked={isAsked} onAdd={add} looking={looking} note={note} />
      <TeamPart />
      <FromNothing />
    </Step>
  )
}

/** What a former try had, and cannot be gone on with without a person. */
function AskAgain() {
  const { t } = useTranslation('firstSteps')
  const { askAgain, databases } = useStore(setupStore)
  const missing = askAgain.filter((label) => !databases.some((database) => database.label === label))
  return missing.length === 0 ? null : (
    <Note tone="attention" title={t('protect.askAgain', { names: missing.join(', ') })}>
      <p>{t('protect.askAgainWhy')}</p>
    </Note>
  )
}

/** Where somebody begins who has lost everything: not with new copies, but with those that there are. */
function FromNothing() {
  const { t } = useTranslation('rescue')
  return (
    <Note
      tone="none"
      title={t('begin.title')}
      action={
        <Button variant="default" leftSection={<RecoverIcon />} onClick={beginRescue}>
          {t('begin.button')}
        </Button>
      }
    >
      <p>{t('begin.body')}</p>
    </Note>
  )
}

/** Whether something to protect was chosen. */
export function useIsAnythingChosen(): boolean {
  const { folders, databases } = useStore(setupStore)
  return folders.length + databases.length > 0
}

type ChoicesProps = {
  /** Whether the person wanted to go on: from then on what is missing is said. */
  isAsked: boolean
  onAdd: () => void
  looking: ActionState
  note: string | null
}

/** The clinic's name, its folders and its databases: for the first computer, and for one that takes over. */
export function ProtectChoices({ isAsked, onAdd, looking, note }: ChoicesProps) {
  const { t } = useTranslation(['firstSteps', 'common', 'databases'])
  const { clinicName, folders, databases } = useStore(setupStore)
  const isAnything = folders.length + databases.length > 0
  const nameField = useRef<HTMLInputElement>(null)
  const isNameMissing = isAsked && clinicName.trim() === ''
  useEffect(() => {
    if (isNameMissing) nameField.current?.focus()
  }, [isNameMissing])
  return (
    <>
      <TextInput
        ref={nameField}
        label={t('protect.clinicName')}
        description={t('protect.clinicHint')}
        leftSection={<ClinicIcon />}
        value={clinicName}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => setupStore.setState({ clinicName: event.currentTarget.value })}
        error={isNameMissing ? t('protect.clinicMissing') : undefined}
      />
      <section className={classes.group} aria-labelledby="folders-title">
        <h2 id="folders-title" className={classes.heading}>
          {t('protect.folders')}
        </h2>
        {folders.length === 0 && looking.kind !== 'busy' && <p className={classes.soft}>{t('protect.none')}</p>}
        <ul className={classes.list}>
          {folders.map((chosen) => (
            <FolderCard key={chosen.findings.path} chosen={chosen} />
          ))}
        </ul>
        {looking.kind === 'busy' && <Busy>{t('protect.looking')}</Busy>}
        {note && <Note tone="attention" title={note} isUrgent />}
        {looking.kind === 'failed' && <Trouble error={looking.error} />}
        {isAsked && !isAnything && <Note tone="attention" title={t('protect.noneMissing')} isUrgent />}
        <div>
          <Button
            size="lg"
            variant={folders.length === 0 ? 'filled' : 'default'}
            leftSection={<AddIcon />}
            disabled={looking.kind === 'busy'}
            onClick={onAdd}
          >
            {folders.length === 0 ? t('protect.add') : t('protect.addMore')}
          </Button>
        </div>
      </section>
      {databases.length > 0 && (
        <section className={classes.group} aria-labelledby="chosen-databases-title">
          <h2 id="chosen-databases-title" className={classes.heading}>
            {t('databases:chosen')}
          </h2>
          <ul className={classes.list}>
            {databases.map((database) => (
              <DatabaseCard key={JSON.stringify(database.server)} database={database} />
            ))}
          </ul>
        </section>
      )}
      <FoundDatabases
        isKnown={(found) => databases.some(({ server }) => isSameServer(server, found))}
        onProtect={async (database) => setupStore.setState((state) => ({ databases: [...state.databases, database] }))}
      />
    </>
  )
}

const isSameServer = (server: DatabaseServer, { kind, port, instance }: DatabaseFinding) =>
  server.kind === kind && (server.kind === 'sql-server' ? server.instance === instance : server.port === port)

/** Asks for a folder, looks into it, and adds it so that nothing is protected twice. */
export function useAddFolder() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { engine, shell } = useServices()
  const [note, setNote] = useState<string | null>(null)
  const { state: looking, run: add } = useAction(async () => {
    setNote(null)
    const { path } = await shell.chooseFolder({ purpose: 'protect' })
    if (path === null) return
    const findings = await engine.inspectFolder({ path })
    const added = addFolder(setupStore.getState().folders, findings)
    if (added.kind === 'already-inside') {
      setNote(t('protect.alreadyInside', { name: placeWords(added.outer).name }))
      return
    }
    if (added.kind === 'replaces-inner') setNote(t('protect.replacesInner', { name: placeWords(path).name }))
    setupStore.setState({ folders: added.folders })
  })
  return { add, looking, note }
}
