import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import { type Act, Gate, type Scope } from '#engine/gate/index.ts'
import { inCopy, isWithin, type Recoveries } from '#engine/jobs/index.ts'
import { type Clock, type Log, type Random, systemElapsedMs } from '#engine/kernel/index.ts'
import { People, type PinCost } from '#engine/people/index.ts'
import type { KitProof } from '#engine/rescue/index.ts'
import type { Rotation } from '#engine/rotation/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { FoundFile, FoundFolder, Held, LostThing } from '#shared/contracts/index.ts'
import {
  type Category,
  type CopyId,
  categorySchema,
  isShorterThan,
  type Person,
  pathsOf,
  type RetentionPolicy,
  type Source,
  type SourceId,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

type Parts = { readonly session: Session; readonly catalog: Catalog; readonly recoveries: Recoveries }
type GateOptions = Parts & {
  readonly dataFolder: string
  readonly rotation: Rotation
  readonly kit: KitProof
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onAct: (act: Act) => void
  readonly elapsedMs?: (() => number) | undefined
  readonly pinCost?: PinCost | undefined
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

/** What nobody described is taken for a record, as the law does (retention.ts). */
const UNDESCRIBED: Category = 'records'

/** The list of people and the gate that goes by it. */
export async function openGate(options: GateOptions): Promise<{ readonly people: People; readonly gate: Gate }> {
  const {
    dataFolder,
    session,
    rotation,
    kit,
    clock,
    random,
    log,
    onAct,
    elapsedMs = systemElapsedMs,
    pinCost,
  } = options
  const people = await People.open({
    ...{ clock, random, log, elapsedMs },
    file: path.join(dataFolder, 'people.json'),
    ...(pinCost && { pinCost }),
  })
  const gate = new Gate({
    ...{ people, clock, random, elapsedMs, onAct },
    scope: scopeOf(options),
    heldBy: async (person) => heldBy({ session, rotation }, person),
    requireKit: (words) => requireKit(session, kit, words, people.isLost),
  })
  return { people, gate }
}

/** What the gate asks about things of this clinic: which category they are of, and what takes two people. */
export function scopeOf({ session, catalog, recoveries }: Parts): Scope {
  const sources = () => (session.state.kind === 'fresh' ? [] : session.requireSettings().sources)
  const isOwn = (copyId: CopyId) => catalog.listCopies().some((copy) => copy.copyId === copyId)
  /** A folder may hold several protected things, and lies in one at most: the innermost tells. */
  const ofPath = (path: string, copyId: CopyId | undefined): Category[] => {
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
  const ofLost = (what: LostThing): readonly Category[] => {
    if (what.kind === 'version') return ofVersion(what.versionKey)
    if (what.kind === 'folder') return ofPath(what.folder, what.copyId)
    return isOwn(what.copyId) ? categoriesOf(sources()) : categorySchema.options
  }
  return {
    categoriesOf({ input }) {
      const asked = input as Input
      if (asked.what) return ofLost(asked.what)
      if (asked.versionKey !== undefined) return ofVersion(asked.versionKey)
      if (asked.fileKey !== undefined) {
        const [version] = catalog.listVersions(asked.fileKey)
        return version ? ofVersion(version.versionKey) : [UNDESCRIBED]
      }
      if (asked.recordsId !== undefined) return [UNDESCRIBED]
      if (asked.sourceId !== undefined) return categoriesOf(sources().filter(({ id }) => id === asked.sourceId))
      return asked.folder === undefined ? [] : ofPath(asked.folder, undefined)
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
      if (call === 'searchFolders')
        return (answer as FoundFolder[]).filter(({ folder }) => isAll(ofPath(folder, undefined)))
      if (call !== 'searchFiles') return answer
      return (answer as FoundFile[]).filter(({ computer, fileKey }) =>
        computer === null ? isAll(this.categoriesOf({ call, input: { fileKey } })) : isTheirs(UNDESCRIBED),
      )
    },
  }
}

const categoriesOf = (sources: readonly Source[]): Category[] =>
  sources.length === 0 ? [UNDESCRIBED] : [...new Set(sources.map(({ category }) => category ?? UNDESCRIBED))]

/** The words of the kit instead of a manager's PIN. Throws SET_101 before there is a kit, KEY_102, KIT_101 to KIT_103, DEST_…. */
export async function requireKit(session: Session, kit: KitProof, words: string, isLost: boolean): Promise<void> {
  // Before set-up there is no kit, and nothing that a list of people would protect.
  if (session.state.kind === 'fresh') return isLost ? undefined : fail('SET_101')
  if (session.state.kind === 'locked') return session.unlockWithKit(words)
  return kit.require(words)
}

/** What somebody who leaves still has, as far as the app knows it. */
export function heldBy(parts: { readonly session: Session; readonly rotation: Rotation }, person: Person): Held {
  const isTheirs = (name: string | undefined) => name?.trim().toLocaleLowerCase() === person.name.toLocaleLowerCase()
  const { state } = parts.session
  const disks = parts.rotation.view().disks.filter(({ holder }) => isTheirs(holder?.takenBy))
  const sources = state.kind === 'fresh' ? [] : parts.session.requireSettings().sources
  return {
    disks: disks.map(({ label }) => label),
    sources: sources.filter(({ owner }) => isTheirs(owner)).map(({ label }) => label),
    knowsKit: person.role === 'manager' || person.role === 'technician',
  }
}
