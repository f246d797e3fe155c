import path from 'node:path'
import { openCatalog } from '#engine/catalog/index.ts'
import {
  DrillBook,
  type DrillParts,
  Drills,
  type FromNothing,
  nextSilentPlace,
  reportOf,
  SilentDrills,
  type TakingPart,
} from '#engine/drills/index.ts'
import type { JobContext, JobInput } from '#engine/jobs/index.ts'
import { Rescue } from '#engine/rescue/index.ts'
import { type Host, Session } from '#engine/session/index.ts'
import { settingsFile } from '#engine/settings/index.ts'
import type { ScryptCost } from '#engine/vault/index.ts'
import type { VolumeWatch } from '#engine/volumes/index.ts'
import type { drillCalls } from '#shared/contracts/index.ts'
import { type AccountId, type Person, type ReplicaId, SILENT_DRILL_EVERY_MS } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = Omit<DrillParts, 'book' | 'fromNothing'> & {
  readonly dataFolder: string
  readonly volumes: Pick<VolumeWatch, 'current'>
  readonly scryptCost?: ScryptCost
  readonly people: () => readonly Person[]
}

/** Rehearsals, with the book they are written in and the make-believe computer they begin on. */
export async function openDrills({ dataFolder, people, ...parts }: Parts) {
  const { session, catalog, clock, random, temporaryFolder, log } = parts
  const book = await DrillBook.open({ file: path.join(dataFolder, 'drills.json'), clock, log })
  const drills = new Drills({ ...parts, book, fromNothing: fromNothing(parts) })
  await drills.begin()
  const silent = new SilentDrills({ session, catalog, book, clock, random, temporaryFolder })
  return {
    book,
    runner: ({ replicaId }: Extract<JobInput, { kind: 'drill' }>, { jobId, signal, onStep }: JobContext) =>
      silent.run(replicaId, {
        ...{ jobId, signal },
        onProgress: (doneBytes, totalBytes) =>
          onStep({ phase: 'checking', doneBytes, totalBytes, doneFiles: 0, totalFiles: 0 }),
      }),
    /**
     * The week's drill rides on the daily check of a place: then it is night, or late enough, and places answer. Gives the way to stop.
     */
    follow: (enqueue: (replicaId: ReplicaId) => void, isReachable: (replicaId: ReplicaId) => boolean) =>
      catalog.onFact((fact) => {
        const { settings } = session
        if (fact.kind !== 'proof-finished' || session.state.kind !== 'ready' || settings === undefined) return
        const nowMs = clock.nowMs()
        // What a clock that was set back left ahead of now counts as never.
        const isDone = book.silent.some(({ atMs }) => atMs <= nowMs && nowMs - atMs < SILENT_DRILL_EVERY_MS)
        const replicaId = nextSilentPlace(settings, book, isReachable)
        if (!isDone && replicaId !== undefined) enqueue(replicaId)
      }),
    carried: book.carried,
    handlers: drillHandlers(drills, () => session.settings?.clinicName ?? '', people),
    pressing: () => drills.pressing(),
    isOpen: () => drills.running() !== null,
    history: () => drills.history(),
    broughtFrom: () => drills.broughtFrom(),
    close: () => drills.close(),
  }
}

/** Names of all who take part, those of registered people as they stand in the list. Throws PEOPLE_113. */
function takingPart(names: readonly string[], people: readonly AccountId[], registered: readonly Person[]): TakingPart {
  const own = [...new Set(people)]
  const known = own.map((id) => {
    const person = registered.find(({ accountId, isActive }) => isActive && accountId === id)
    return person?.name ?? fail('PEOPLE_113')
  })
  return { people: own, names: [...new Set([...known, ...names])] }
}

function drillHandlers(
  drills: Drills,
  clinicName: () => string,
  registered: Parts['people'],
): Handlers<typeof drillCalls> {
  return {
    drills: async () => drills.view(),
    drillUnderWay: (_nothing, emit) => drills.listen(emit),
    beginDrill: async ({ kind, leader, participants, people = [] }) =>
      drills.start(kind, leader, takingPart(participants, people, registered())),
    runDrillStep: ({ drillId, stepId, words, secret }) => drills.runStep(drillId, stepId, { words, secret }),
    endDrillStep: ({ drillId, stepId, ticked, note }) => drills.endStep(drillId, stepId, { ticked, note }),
    drillPictures: ({ drillId, stepId }) => drills.pictures(drillId, stepId),
    drillPicturesSeen: ({ drillId, stepId, seen }) => drills.picturesSeen(drillId, stepId, seen),
    stuckInDrill: ({ drillId, note }) => drills.stuck(drillId, note),
    pauseDrill: ({ drillId }) => drills.pause(drillId),
    goOnWithDrill: ({ drillId }) => drills.goOn(drillId),
    takeDrillFrom: ({ drillId, replicaId }) => drills.takeFrom(drillId, replicaId),
    endDrill: ({ drillId }) => drills.end(drillId),
    addImprovement: ({ drillId, improvement }) => drills.improve(drillId, improvement),
    tickImprovement: ({ drillId, improvementId, isDone }) => drills.tick(drillId, improvementId, isDone),
    drillReport: async ({ drillId }) => reportOf(drills.find(drillId), clinicName()),
  }
}

/** A computer that was never set up, for the length of a drill: its own settings, its own list of copies, no keychain. */
const fromNothing =
  ({ clock, random, log, volumes, scryptCost }: Omit<Parts, 'dataFolder' | 'people'>): FromNothing =>
  async ({ folder, place, secret, words }) => {
    const own = { clock, random, log, volumes, ...(scryptCost && { scryptCost }) }
    const settings = settingsFile(path.join(folder, 'settings.json'))
    const session = new Session({ ...own, settings, host: bareHost })
    await session.start()
    const catalog = openCatalog(path.join(folder, 'catalog.db'), { clock, log })
    const rescue = new Rescue({ ...own, session, settings, host: bareHost, catalog, onProgress: () => undefined })
    const close = async () => {
      await rescue.close()
      catalog.close()
    }
    try {
      await rescue.open({ place, secret, words })
      return { vault: rescue.require().vault, close }
    } catch (error) {
      await close()
      throw error
    }
  }

const refuse = async () => fail('KEY_103')
const bareHost: Host = {
  readSecret: refuse,
  writeSecret: refuse,
  probeKeychain: async () => ({ isAvailable: false }),
  showNotice: async () => ({}),
  withdrawNotice: async () => ({}),
  printRecord: refuse,
  installUpdate: refuse,
}
