import type { Catalog } from '#engine/catalog/index.ts'
import type { DatabaseRecoveries } from '#engine/databases/index.ts'
import type { Scope } from '#engine/gate/index.ts'
import { isWithin, type Recoveries } from '#engine/jobs/index.ts'
import type { Session } from '#engine/session/index.ts'
import { inCopy } from '#engine/snapshot/index.ts'
import type {
  DrillsView,
  FoundFile,
  FoundFolder,
  LostThing,
  RecoveryView,
  RunningDrill,
} from '#shared/contracts/index.ts'
import {
  type Category,
  type CopyId,
  categorySchema,
  isShorterThan,
  pathsOf,
  type RetentionPolicy,
  type Source,
  type SourceId,
} from '#shared/domain/index.ts'

export type ScopeParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly recoveries: Pick<Recoveries, 'view' | 'lost'>
  readonly databases: Pick<DatabaseRecoveries, 'sourceOf'>
  readonly drills: { broughtFrom(): readonly string[] }
}
/** What of an input tells which things it is about. */
type Input = {
  readonly versionKey?: number
  readonly fileKey?: number
  readonly folder?: string
  readonly sourceId?: SourceId
  readonly recordsId?: string
  readonly what?: LostThing
  readonly into?: { readonly kind: string }
  readonly recoveryId?: string
}
type OfSource = { readonly sourceId: SourceId }

/** What nobody described is taken for a record, as the law does (retention.ts). */
const UNDESCRIBED: Category = 'records'

/** What the gate asks about things of this clinic: which category they are of, and what takes two people. */
export function scopeOf({ session, catalog, recoveries, databases, drills }: ScopeParts): Scope {
  const sources = () => (session.state.kind === 'fresh' ? [] : session.requireSettings().sources)
  const isOwn = (copyId: CopyId) => catalog.listCopies().some((copy) => copy.copyId === copyId)
  /** A folder may hold several protected things, and lies in one at most: the innermost tells. */
  const ofPath = (path: string, copyId?: CopyId): Category[] => {
    if (copyId !== undefined && !isOwn(copyId)) return [UNDESCRIBED]
    const places = sources().flatMap((source) => pathsOf(source).map((native) => ({ source, path: inCopy(native) })))
    const around = places.filter((place) => isWithin(path, place.path)).sort((a, b) => b.path.length - a.path.length)[0]
    const inside = places.filter((place) => isWithin(place.path, path))
    return categoriesOf([...(around ? [around.source] : []), ...inside.map(({ source }) => source)])
  }
  const ofVersion = (versionKey: number): Category[] => {
    const place = catalog.findVersion(versionKey)
    return place ? ofPath(place.path, place.copyId) : [UNDESCRIBED]
  }
  const ofSource = (sourceId: SourceId) => categoriesOf(sources().filter(({ id }) => id === sourceId))
  const ofEverything = (copyId: CopyId) => (isOwn(copyId) ? categoriesOf(sources()) : categorySchema.options)
  const ofLost = (what: LostThing): readonly Category[] => {
    if (what.kind === 'version') return ofVersion(what.versionKey)
    return what.kind === 'folder' ? ofPath(what.folder, what.copyId) : ofEverything(what.copyId)
  }
  /** Of files or of a database; one that nobody knows is about nothing. */
  const ofRecovery = (recoveryId: string): readonly Category[] => {
    const sourceId = databases.sourceOf(recoveryId)
    if (sourceId !== undefined) return ofSource(sourceId)
    const lost = recoveries.lost(recoveryId)
    if (lost === undefined) return []
    const { copyId, paths } = lost
    return paths.length === 0 ? ofEverything(copyId) : paths.flatMap((path) => ofPath(path, copyId))
  }
  return {
    categoriesAt: (path) => ofPath(path),
    categoriesOf({ input }) {
      const asked = input as Input
      if (asked.what) return ofLost(asked.what)
      if (asked.recoveryId !== undefined) return ofRecovery(asked.recoveryId)
      if (asked.versionKey !== undefined) return ofVersion(asked.versionKey)
      if (asked.fileKey !== undefined) {
        const [version] = catalog.listVersions(asked.fileKey)
        return version ? ofVersion(version.versionKey) : [UNDESCRIBED]
      }
      if (asked.recordsId !== undefined) return [UNDESCRIBED]
      if (asked.sourceId !== undefined) return ofSource(asked.sourceId)
      return asked.folder === undefined ? [] : ofPath(asked.folder)
    },
    takesTwo({ call, input }) {
      const asked = input as Input
      if (call === 'startRecovery') return asked.into?.kind === 'in-place'
      if (call === 'undoRecovery') return recoveries.view(asked.recoveryId ?? '').isInPlace
      if (session.state.kind === 'fresh') return false
      const { retention, schedule } = session.requireSettings()
      if (call === 'setRetentionPolicy') return isShorterThan(input as RetentionPolicy, retention)
      if (call === 'setSchedulePolicy') return schedule.isEnabled && !(input as { isEnabled: boolean }).isEnabled
      return true
    },
    narrowed(call, answer, isTheirs) {
      const isAll = (categories: readonly Category[]) => categories.every(isTheirs)
      /** Of what a drill brought back: nobody sees a part of it. */
      const kept = () => new Set(drills.broughtFrom().flatMap((path) => ofPath(path)))
      const hidden = () => [...kept()].filter((category) => !isTheirs(category))
      const unnamed = (drill: RunningDrill): RunningDrill =>
        hidden().length === 0 ? drill : { ...drill, brought: [], folder: null, hidden: hidden() }
      switch (call) {
        case 'searchFolders':
          return (answer as FoundFolder[]).filter(({ folder }) => isAll(ofPath(folder)))
        case 'searchFiles':
          return (answer as FoundFile[]).filter(({ computer, fileKey }) =>
            computer === null ? isAll(this.categoriesOf({ call, input: { fileKey } })) : isTheirs(UNDESCRIBED),
          )
        case 'recoveries':
          return (answer as RecoveryView[]).filter(({ recoveryId }) => isAll(ofRecovery(recoveryId)))
        case 'recoverableDatabases':
        case 'databaseRecoveries':
          return (answer as OfSource[]).filter(({ sourceId }) => isAll(ofSource(sourceId)))
        case 'drillPictures':
          return hidden().length === 0 ? answer : []
        case 'drills': {
          const view = answer as DrillsView
          return view.running ? { ...view, running: unnamed(view.running) } : view
        }
        case 'listVersions':
        case 'folderStates':
          return answer
        default:
          // The drill under way, with each of its calls.
          return answer === null ? answer : unnamed(answer as RunningDrill)
      }
    },
  }
}

const categoriesOf = (sources: readonly Source[]): Category[] =>
  sources.length === 0 ? [UNDESCRIBED] : [...new Set(sources.map(({ category }) => category ?? UNDESCRIBED))]
