import { useEffect, useState } from 'react'
import { pathsOf, type SetupDraft } from '#shared/domain/index.ts'
import type { EngineClient } from '../../client/clients.ts'
import { useServices } from '../../state/services.tsx'
import { addFolder } from './choices.ts'
import { chosenSources, draftOf, setupStore, stepNames } from './setup-store.ts'

/** Goes on where set-up was left, and keeps each step from then on. False while it is still looking. */
export function useDraft(): boolean {
  const { engine } = useServices()
  const [isLooked, setIsLooked] = useState(false)
  useEffect(() => {
    let isGone = false
    let stop = () => {}
    resume(engine)
      // A draft that cannot be had is no reason not to begin.
      .catch(() => undefined)
      .then(() => {
        if (isGone) return
        setIsLooked(true)
        stop = keepEachChange(engine)
      })
    return () => {
      isGone = true
      stop()
    }
  }, [engine])
  return isLooked
}

async function resume(engine: EngineClient): Promise<void> {
  const { folders, clinicName } = setupStore.getState()
  // This very window knows better.
  if (folders.length > 0 || clinicName !== '') return
  const [draft, { team }] = await Promise.all([engine.setupDraft({}), engine.inventory({})])
  setupStore.setState({ team })
  if (draft) await takeUp(engine, draft)
}

async function takeUp(engine: EngineClient, draft: SetupDraft): Promise<void> {
  const { clinicName, goals, pilot, databaseLabels, placePath } = draft
  setupStore.setState({ clinicName, goals, pilot, askAgain: databaseLabels })
  for (const { path, databasesOff } of draft.folders) {
    // What is not there any more is chosen again.
    const findings = await engine.inspectFolder({ path }).catch(() => undefined)
    if (findings === undefined) continue
    const added = addFolder(setupStore.getState().folders, findings)
    if (added.kind === 'already-inside') continue
    setupStore.setState({
      folders: added.folders.map((one) =>
        one.findings.path === path ? { ...one, databasesOff: new Set(databasesOff) } : one,
      ),
    })
  }
  if (placePath !== null) {
    const sourcePaths = chosenSources().flatMap(pathsOf)
    const findings = await engine.inspectDestination({ path: placePath, sourcePaths }).catch(() => undefined)
    if (findings?.kind === 'empty' || findings?.kind === 'has-other-things') setupStore.setState({ place: findings })
  }
  const { folders, place } = setupStore.getState()
  // Nobody stands before a step whose former one is not there any more, or before one without its database.
  const isLess = folders.length < draft.folders.length || databaseLabels.length > 0
  const latest = isLess ? 'protect' : place === null ? 'place' : 'kit'
  const step = stepNames.indexOf(draft.step) > stepNames.indexOf(latest) ? latest : draft.step
  // A paper may be printed already, and the words will be others.
  setupStore.setState({ step, kitNote: step === 'kit' ? 'lost' : null })
}

/** Saves a moment after the last change; the engine refuses once all is set up. */
function keepEachChange(engine: EngineClient): () => void {
  let saved = JSON.stringify(draftOf(setupStore.getState()))
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = setupStore.subscribe((state, before) => {
    const draft = draftOf(state)
    const text = JSON.stringify(draft)
    if (text === saved || (draft.clinicName === '' && draft.folders.length === 0)) return
    saved = text
    clearTimeout(timer)
    const save = () => void engine.saveSetupDraft(draft).catch(() => undefined)
    // A step is kept at once, a letter when the typing rests.
    if (state.step === before.step) timer = setTimeout(save, 500)
    else save()
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}
