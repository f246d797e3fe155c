import { Button, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Busy } from '../../parts/busy.tsx'
import { AddIcon, ClinicIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { placeWords } from '../../parts/place-words.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { addFolder } from './choices.ts'
import { FolderCard } from './folder-card.tsx'
import { goToStep, setupStore } from './setup-store.ts'
import classes from './step.module.css'
import { Step } from './step.tsx'

/** The clinic's name and its folders. */
export function ProtectStep() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { clinicName, folders } = useStore(setupStore)
  const [isAsked, setIsAsked] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const { add, looking, note } = useAddFolder()

  function goOn() {
    setIsAsked(true)
    if (clinicName.trim() === '') nameField.current?.focus()
    else if (folders.length > 0) goToStep('place')
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
      <TextInput
        ref={nameField}
        label={t('protect.clinicName')}
        description={t('protect.clinicHint')}
        leftSection={<ClinicIcon />}
        value={clinicName}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => setupStore.setState({ clinicName: event.currentTarget.value })}
        error={isAsked && clinicName.trim() === '' ? t('protect.clinicMissing') : undefined}
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
        {isAsked && folders.length === 0 && <Note tone="attention" title={t('protect.noneMissing')} isUrgent />}
        <div>
          <Button
            size="lg"
            variant={folders.length === 0 ? 'filled' : 'default'}
            leftSection={<AddIcon />}
            disabled={looking.kind === 'busy'}
            onClick={add}
          >
            {folders.length === 0 ? t('protect.add') : t('protect.addMore')}
          </Button>
        </div>
      </section>
    </Step>
  )
}

/** Asks for a folder, looks into it, and adds it so that nothing is protected twice. */
function useAddFolder() {
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
