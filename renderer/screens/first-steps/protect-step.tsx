import { Button } from '@mantine/core'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { DatabaseFinding, DatabaseServer } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { FoundDatabases } from '../../parts/databases/index.ts'
import { AddIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { placeWords } from '../../parts/place-words.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { addFolder } from './choices.ts'
import { DatabaseCard } from './database-card.tsx'
import { FolderCard } from './folder-card.tsx'
import { goOnFrom, goToStep, setupStore } from './setup-store.ts'
import classes from './step.module.css'
import { Step } from './step.tsx'
import { UsualFolders } from './usual-folders.tsx'

/** The clinic's folders and databases. */
export function ProtectStep() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const [isAsked, setIsAsked] = useState(false)
  const isAnything = useIsAnythingChosen()
  const adding = useAddFolder()
  const adder = useRef<HTMLButtonElement>(null)

  function goOn() {
    if (isAnything) return goOnFrom('protect')
    setIsAsked(true)
    adder.current?.focus()
  }

  return (
    <Step
      name="protect"
      title={t('protect.title')}
      lead={t('protect.lead')}
      onBack={() => goToStep('clinic')}
      next={t('common:next')}
      onNext={goOn}
      canGoOn={adding.looking.kind !== 'busy'}
      isWanting={!isAnything}
    >
      <AskAgain />
      <ProtectChoices isAsked={isAsked} adding={adding} adder={adder} />
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

/** Whether something to protect was chosen. */
export function useIsAnythingChosen(): boolean {
  const { folders, databases } = useStore(setupStore)
  return folders.length + databases.length > 0
}

type ChoicesProps = {
  /** Whether the person wanted to go on: from then on what is missing is said. */
  isAsked: boolean
  adding: AddingFolder
  /** The button that adds a folder: where nothing is chosen, the keyboard is brought to it. */
  adder: RefObject<HTMLButtonElement | null>
}

/** The clinic's folders and its databases: for the first computer, and for one that takes over. */
export function ProtectChoices({ isAsked, adding: { add, looking, note }, adder }: ChoicesProps) {
  const { t } = useTranslation(['firstSteps', 'common', 'databases'])
  const { folders, databases } = useStore(setupStore)
  const isAnything = folders.length + databases.length > 0
  return (
    <>
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
            ref={adder}
            size="lg"
            variant={isAnything ? 'default' : 'filled'}
            leftSection={<AddIcon />}
            disabled={looking.kind === 'busy'}
            onClick={() => add(null)}
          >
            {folders.length === 0 ? t('protect.add') : t('protect.addMore')}
          </Button>
        </div>
        <UsualFolders isBusy={looking.kind === 'busy'} onAdd={add} />
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

type AddingFolder = ReturnType<typeof useAddFolder>

/** Looks into a folder, which a person chooses where none is given, and adds it so that nothing is protected twice. */
export function useAddFolder() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { engine, shell } = useServices()
  const [note, setNote] = useState<string | null>(null)
  const { state: looking, run: add } = useAction(async (given: string | null) => {
    setNote(null)
    const path = given ?? (await shell.chooseFolder({ purpose: 'protect' })).path
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
