import { Button, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RescueCopy, RescueEntry } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { DocumentIcon, FolderIcon, RecoverIcon, SearchIcon } from '../../parts/icons/index.ts'
import { LongList } from '../../parts/long-list/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import type { ActionState } from '../../state/use-action.ts'
import { toWireError } from '../../state/wire-error.ts'
import { Recovery, useRecovery } from './recovery.tsx'
import classes from './rescue.module.css'
import { topOf } from './top-of.ts'

const MOST_FOUND = 200
const TYPING_PAUSE_MS = 250

/** What one copy holds: everything at once, folder by folder, or by name. */
export function CopyView({ copy }: { copy: RescueCopy }) {
  const { t } = useTranslation(['rescue', 'common'])
  const units = useUnits()
  const [folder, setFolder] = useState(() => topOf(copy.paths))
  const [text, setText] = useState('')
  const { entries, state } = useEntries(copy.copyId, folder, text)
  const recovery = useRecovery(copy.copyId)
  const isSearch = text.trim() !== ''
  return (
    <>
      <div className={classes.ways}>
        <Button
          size="lg"
          leftSection={<RecoverIcon />}
          disabled={recovery.state.kind === 'busy'}
          onClick={() => recovery.begin([])}
        >
          {t('copies.everything')}
        </Button>
        {copy.files !== null && copy.bytes !== null && (
          <span className={classes.soft}>
            {t('copies.size', { files: t('common:files', { count: copy.files }), size: units.bytes(copy.bytes) })}
          </span>
        )}
      </div>
      <Recovery recovery={recovery} />
      <TextInput
        type="search"
        size="md"
        label={t('copies.search')}
        leftSection={<SearchIcon />}
        value={text}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {!isSearch && <Way folder={folder} onFolder={setFolder} />}
      {state.kind === 'failed' && <Trouble error={state.error} />}
      {state.kind === 'busy' && (isSearch || entries.length === 0) && <Busy>{t('copies.reading')}</Busy>}
      {isSearch && state.kind === 'idle' && entries.length === 0 && <p>{t('copies.notFound')}</p>}
      <LongList
        items={entries}
        keyOf={({ path }) => path}
        label={t('copies.things')}
        className={classes.list}
        rowClassName={classes.row}
      >
        {(entry) => (
          <Entry
            entry={entry}
            isFound={isSearch}
            isBusy={recovery.state.kind === 'busy'}
            onOpen={() => {
              setText('')
              setFolder(entry.path)
            }}
            onRecover={() => recovery.begin([entry.path])}
          />
        )}
      </LongList>
    </>
  )
}

type EntryProps = { entry: RescueEntry; isFound: boolean; isBusy: boolean; onOpen: () => void; onRecover: () => void }

function Entry({ entry, isFound, isBusy, onOpen, onRecover }: EntryProps) {
  const { t } = useTranslation('rescue')
  const units = useUnits()
  const isFolder = entry.kind === 'folder'
  const EntryIcon = isFolder ? FolderIcon : DocumentIcon
  const inside = entry.path.split('/').slice(1, -1).join(' › ')
  return (
    <>
      <EntryIcon size="1.5rem" />
      <div className={classes.words}>
        <span className={classes.name}>{entry.name}</span>
        {isFound && inside !== '' && <span className={classes.soft}>{inside}</span>}
        {!isFolder && (
          <span className={classes.soft}>
            {units.bytes(entry.sizeBytes)}, {units.date(entry.modifiedAtMs)}
          </span>
        )}
      </div>
      <div className={classes.buttons}>
        {isFolder && (
          <Button variant="subtle" aria-label={t('copies.openName', { name: entry.name })} onClick={onOpen}>
            {t('copies.openFolder')}
          </Button>
        )}
        <Button
          variant="default"
          disabled={isBusy}
          aria-label={t('copies.recoverName', { name: entry.name })}
          onClick={onRecover}
        >
          {t('copies.recover')}
        </Button>
      </div>
    </>
  )
}

/** Where one is in the copy, each part a way back to it. */
function Way({ folder, onFolder }: { folder: string; onFolder: (folder: string) => void }) {
  const { t } = useTranslation('rescue')
  const names = folder.split('/').filter((name) => name !== '')
  if (names.length === 0) return null
  return (
    <nav aria-label={t('copies.way')} className={classes.way}>
      <Button size="compact-md" variant="subtle" onClick={() => onFolder('')}>
        {t('copies.top')}
      </Button>
      {names.map((name, index) => {
        const path = `/${names.slice(0, index + 1).join('/')}`
        return (
          <Button
            key={path}
            size="compact-md"
            variant="subtle"
            aria-current={index === names.length - 1 ? 'location' : undefined}
            onClick={() => onFolder(path)}
          >
            {name}
          </Button>
        )
      })}
    </nav>
  )
}

/** Things in a folder, or those with the typed words in their name, a moment after the last letter. */
function useEntries(copyId: RescueCopy['copyId'], folder: string, text: string) {
  const { engine } = useServices()
  const [entries, setEntries] = useState<readonly RescueEntry[]>([])
  const [state, setState] = useState<ActionState>({ kind: 'busy' })
  const wanted = text.trim()
  useEffect(() => {
    let isOver = false
    setState({ kind: 'busy' })
    const ask = async () => {
      const found =
        wanted === ''
          ? await engine.rescueFolder({ copyId, folder })
          : await engine.findInRescue({ copyId, text: wanted, limit: MOST_FOUND })
      if (isOver) return
      setEntries(found)
      setState({ kind: 'idle' })
    }
    const timer = setTimeout(
      () =>
        void ask().catch((error: unknown) => {
          if (!isOver) setState({ kind: 'failed', error: toWireError(error) })
        }),
      wanted === '' ? 0 : TYPING_PAUSE_MS,
    )
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [engine, copyId, folder, wanted])
  return { entries, state }
}
