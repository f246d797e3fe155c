import { Button, Radio } from '@mantine/core'
import { useCallback, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FolderState, FoundFolder } from '#shared/contracts/index.ts'
import { Busy } from '../../../parts/busy.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { BackIcon, FolderIcon, SearchIcon } from '../../../parts/icons/index.ts'
import { ToneLine } from '../../../parts/note.tsx'
import { ScreenTitle } from '../../../parts/screen-title.tsx'
import { SearchBox } from '../../../parts/search-box.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAnswer } from '../../../state/use-answer.ts'
import { useNow } from '../../../state/use-now.ts'
import { toWireError } from '../../../state/wire-error.ts'
import { FolderWords } from '../found-list.tsx'
import classes from '../recover.module.css'
import type { Loaded } from '../use-recovery.ts'
import { PutBack } from './put-back.tsx'

const TYPING_PAUSE_MS = 180
const SHORTEST = 2

/** Finds a folder by its name. */
export function FolderSearch({ onPick }: { onPick: (folder: FoundFolder) => void }) {
  const { t } = useTranslation('wizard')
  const units = useUnits()
  const nowMs = useNow()
  const [text, setText] = useState('')
  const { found, again } = useFolders(text.trim())
  return (
    <>
      <SearchBox label={t('folder.label')} hint={t('folder.hint')} text={text} onText={setText} />
      <div role="status" className={classes.answer}>
        {text.trim().length < SHORTEST && (
          <EmptyState icon={FolderIcon} title={t('folder.before')}>
            {t('folder.beforeWhy')}
          </EmptyState>
        )}
        {text.trim().length >= SHORTEST && found.kind === 'loading' && <Busy>{t('folder.searching')}</Busy>}
        {found.kind === 'ready' && found.value.length === 0 && (
          <EmptyState icon={SearchIcon} title={t('folder.none')}>
            {t('folder.noneWhy')}
          </EmptyState>
        )}
      </div>
      {found.kind === 'failed' && <Trouble error={found.error} onRetry={again} />}
      {found.kind === 'ready' && (
        <ul className={classes.list}>
          {found.value.map((folder) => (
            <li key={folder.folder}>
              <button type="button" className={classes.row} onClick={() => onPick(folder)}>
                <FolderIcon size="2rem" className={classes.fileIcon} />
                <span className={classes.words}>
                  <span className={classes.fileName}>{folder.name}</span>
                  <FolderWords folder={folder.parent} />
                  {!folder.isInNewestCopy && (
                    <span className={classes.gone}>
                      <ToneLine tone="attention" state="away">
                        {t('folder.gone')}
                      </ToneLine>
                      <span className={classes.soft}>
                        {t('folder.seen', { when: units.moment(folder.lastSeenAtMs, nowMs) })}
                      </span>
                    </span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** One folder: as it was when, and where to. */
export function FolderPage({ folder, onBack }: { folder: FoundFolder; onBack: () => void }) {
  const { t } = useTranslation('wizard')
  const { engine } = useServices()
  const { answer, again } = useAnswer(() => engine.folderStates({ folder: folder.folder }))
  const [chosen, setChosen] = useState<FolderState>()
  const states = answer.kind === 'ready' ? answer.value : []
  const state = chosen ?? states[0]
  return (
    <div className={classes.page}>
      <Button variant="subtle" className={classes.back ?? ''} leftSection={<BackIcon />} onClick={onBack}>
        {t('folder.back')}
      </Button>
      <ScreenTitle lead={<FolderWords folder={folder.parent} />}>{folder.name}</ScreenTitle>
      <PutBack
        what={state && { kind: 'folder', copyId: state.copyId, folder: folder.folder }}
        canGoInPlace
        onRight={onBack}
      >
        {answer.kind === 'loading' && <Busy>{t('folder.loading')}</Busy>}
        {answer.kind === 'failed' && <Trouble error={answer.error} onRetry={again} />}
        {state && <States states={states} chosen={state} onChoose={setChosen} />}
      </PutBack>
    </div>
  )
}

type StatesProps = { states: readonly FolderState[]; chosen: FolderState; onChoose: (state: FolderState) => void }

function States({ states, chosen, onChoose }: StatesProps) {
  const { t } = useTranslation('wizard')
  const units = useUnits()
  const nowMs = useNow()
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('folder.which')}
      </h2>
      {states.length > 1 && <p className={classes.soft}>{t('folder.whichHint')}</p>}
      <Radio.Group
        aria-labelledby={id}
        value={chosen.copyId}
        onChange={(copyId) => {
          const state = states.find((one) => one.copyId === copyId)
          if (state) onChoose(state)
        }}
      >
        <ol className={classes.timeline}>
          {states.map((state, index) => {
            const since = units.moment(state.sinceMs, nowMs)
            const until = units.moment(state.untilMs, nowMs)
            return (
              <li key={state.copyId}>
                <label className={classes.version} htmlFor={`${id}${index}`}>
                  <Radio id={`${id}${index}`} value={state.copyId} size="md" />
                  <span className={classes.words}>
                    <span className={classes.versionName}>
                      {t('folder.state', { when: units.onMoment(state.untilMs, nowMs) })}
                      {index === 0 && <span className={classes.newest}>{t('folder.newest')}</span>}
                    </span>
                    <span className={classes.soft}>
                      {since === until ? t('folder.sameOne', { until }) : t('folder.same', { since, until })}
                    </span>
                  </span>
                </label>
              </li>
            )
          })}
        </ol>
      </Radio.Group>
    </section>
  )
}

function useFolders(text: string): { found: Loaded<readonly FoundFolder[]>; again: () => void } {
  const { engine } = useServices()
  const [found, setFound] = useState<Loaded<readonly FoundFolder[]>>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks for the same again
  useEffect(() => {
    setFound({ kind: 'loading' })
    if (text.length < SHORTEST) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      engine.searchFolders({ text }, stop.signal).then(
        (value) => stop.signal.aborted || setFound({ kind: 'ready', value }),
        (error: unknown) => stop.signal.aborted || setFound({ kind: 'failed', error: toWireError(error) }),
      )
    }, TYPING_PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [engine, text, round])
  return { found, again: useCallback(() => setRound((count) => count + 1), []) }
}
