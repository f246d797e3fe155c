import { mkdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Audit } from '#engine/audit/index.ts'
import { openCatalog } from '#engine/catalog/index.ts'
import { type ConnectorContext, connectors, type Machine, thisMachine } from '#engine/connectors/index.ts'
import { DatabasePasswords, DatabaseRecoveries, databaseHandlers, RecoveryBook } from '#engine/databases/index.ts'
import { Emergency } from '#engine/emergency/index.ts'
import type { Act, PortRole } from '#engine/gate/index.ts'
import { Guard } from '#engine/guard/index.ts'
import {
  alignCatalog,
  alignOthers,
  CleaningKeys,
  checkRunner,
  copyRunner,
  healRunner,
  JobQueue,
  laneOf,
  listPlaces,
  proofRunner,
  protectRunner,
  pruneRunner,
  Recoveries,
  replicateRunner,
  retentionRunner,
  throttle,
} from '#engine/jobs/index.ts'
import { type Clock, type Log, type Random, systemClock, systemRandom } from '#engine/kernel/index.ts'
import { KitBook } from '#engine/kit/index.ts'
import type { PinCost } from '#engine/people/index.ts'
import { KitProof, kitState, Rescue } from '#engine/rescue/index.ts'
import { DiskBook, Rotation, swapRunner } from '#engine/rotation/index.ts'
import type { Waits } from '#engine/schedule/index.ts'
import { type Host, Session } from '#engine/session/index.ts'
import { settingsFile, type VaultPlace } from '#engine/settings/index.ts'
import { Setup } from '#engine/setup/index.ts'
import { TabletBook, Tablets } from '#engine/tablets/index.ts'
import { derivedKey, type ScryptCost, type Vault } from '#engine/vault/index.ts'
import { systemVolumes, type VolumeAdapter, volumeWatch } from '#engine/volumes/index.ts'
import { engineContract } from '#shared/contracts/index.ts'
import type { NewSource, ReplicaId, SourceId } from '#shared/domain/index.ts'
import type { Code } from '#shared/errors/index.ts'
import type { Port } from '#shared/wire/index.ts'
import { handlersOf } from './api.ts'
import { auditHandlers } from './audit-calls.ts'
import { Automatic } from './automatic.ts'
import { CarriedBooks, clinicBook, lastingPlace } from './carried-books.ts'
import { openClinicBooks } from './clinic-books.ts'
import { clinicHandlers } from './clinic-calls.ts'
import { diagnosisHandlers } from './diagnosis-calls.ts'
import { diskHandlers } from './disk-calls.ts'
import { openDrills } from './drill-calls.ts'
import { copyGuard, guardHandlers } from './guard-calls.ts'
import { lookHandlers } from './look-calls.ts'
import { networkUse } from './network.ts'
import { openNotices } from './notice-calls.ts'
import { overviewOf } from './overview.ts'
import { openGate } from './people-calls.ts'
import { placeHandlers } from './place-calls.ts'
import { openPlan } from './plan-calls.ts'
import { protectionBooks } from './protection-books.ts'
import { progressFeed, proveNext, readJob, serversInCopies, swapWork } from './queue-parts.ts'
import { recoveryHandlers } from './recovery-calls.ts'
import { Register } from './register.ts'
import { rescueHandlers } from './rescue-calls.ts'
import { firstCopyOf, tabletHandlers } from './tablet-calls.ts'
import { installHandlers } from './update-calls.ts'

export type EngineOptions = {
  /** Where settings, catalogue and temporary dumps live. Made when missing. */
  readonly dataFolder: string
  readonly host: Host
  readonly version: string
  readonly log: Log
  readonly clock?: Clock
  readonly random?: Random
  /** Milliseconds that never go back, for measuring; the system's own by default. */
  readonly monotonicMs?: () => number
  /** Cost of the keys this app makes; tests take a cheap one. */
  readonly scryptCost?: ScryptCost
  /** Where databases are looked for; this computer by default. */
  readonly machine?: Machine
  /** What tells of attached disks; this computer by default. */
  readonly volumes?: VolumeAdapter
  /** Where the page for tablets listens; every network of this computer by default. */
  readonly tabletHost?: string
  /** How long work that begins by itself waits for rest; the usual by default. */
  readonly waits?: Waits
  /** Time that nobody can set, and what one try of a PIN costs; tests have their own. */
  readonly people?: { readonly elapsedMs: () => number; readonly pinCost: PinCost }
  /** Whether work begins by itself; tests of single calls do without. */
  readonly isAutomatic?: boolean
}
export type Engine = {
  /** Answers the engine contract on one more port: a window signs in for itself, main may ask what main needs. */
  serve(port: Port, role?: PortRole): void
  /** Resolves when no work is waiting or under way. */
  idle(): Promise<void>
  /** Stops work so that the next start resumes it, and lets go of every file. */
  close(): Promise<void>
}

/** Builds every room bottom-up and puts interrupted work back on the queue. The only place that knows them all. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { dataFolder, host, log, version, clock = systemClock, random = systemRandom } = options
  const cost = options.scryptCost === undefined ? {} : { scryptCost: options.scryptCost }
  const temporaryFolder = path.join(dataFolder, 'temporary')
  // Dumps of a run that crashed hold patient data in the clear: they go first.
  await rm(temporaryFolder, { recursive: true, force: true })
  await mkdir(temporaryFolder, { recursive: true, mode: 0o700 })

  const settings = settingsFile(path.join(dataFolder, 'settings.json'))
  const catalog = openCatalog(path.join(dataFolder, 'catalog.db'), { clock, log })
  const adapter = options.volumes ?? systemVolumes(clock)
  const volumes = volumeWatch(adapter, clock)
  const network = networkUse(() => session.settings, clock)
  const onOpen = (vault: Vault) => register.onOpen(vault)
  const session: Session = new Session({ settings, host, clock, random, log, volumes, network, onOpen, ...cost })
  const audit = await Audit.open({ folder: dataFolder, hostname: os.hostname(), clock, random, log })
  const register = new Register({ audit, catalog, clock })
  await session.start()

  const progress = progressFeed()
  const connector = connectors.sqlite
  const hostname = os.hostname()
  const username = 'salvaguarda'
  const guard = await Guard.open(path.join(dataFolder, 'guard.json'), clock)
  const keys = new CleaningKeys()
  const cleaning = { session, catalog, clock, log, keys, brakes: () => guard.brakes() }
  const pace = () => automatic.pace
  const onPassedOver = (replica: VaultPlace, code: Code) => automatic.passedOver(replica, code)
  const passwords = new DatabasePasswords(host, random)
  // Tools of databases are programs of their own and live by the computer's clock, whatever ours shows.
  const context: ConnectorContext = { secrets: passwords, temporaryFolder }
  /** Databases whose next dump a person said may be small. */
  const small = new Set<SourceId>()
  const isHeld = () => guard.brake !== null
  const book = await DiskBook.open({
    file: path.join(dataFolder, 'disks.json'),
    clock,
    log,
    tell: ({ diskId, number, kind }) =>
      void catalog.commitFact({ kind: 'disk-changed', diskId, entry: number, what: kind }),
  })
  const recoveries = new DatabaseRecoveries({
    ...{ session, catalog, passwords, context, clock, random },
    book: await RecoveryBook.open(path.join(dataFolder, 'database-recoveries.json'), log),
    enqueue: (recoveryId, step) => queue.enqueue({ kind: 'database', recoveryId, step }),
    underWay: () => queue.unfinished().flatMap(({ input }) => (input.kind === 'database' ? input.recoveryId : []))[0],
  })
  const fileRecoveries = await Recoveries.open({
    ...{ session, catalog, clock, random, log },
    folder: path.join(dataFolder, 'recoveries'),
    onProgress: (step) => progress.tell(step),
    onSourcesChanging() {
      // A copy under way would hold a state that never was; made anew, it says that it may.
      for (const { id, input } of queue.unfinished()) if (input.kind === 'copy') queue.beginAnew(id)
    },
    // A copy that waits already will have it all.
    onSourcesChanged: () => void automatic.sourcesChanged().catch(() => undefined),
  })
  const drills = await openDrills({
    ...{ session, catalog, clock, random, log, volumes, dataFolder, temporaryFolder, ...cost },
    ...(options.monotonicMs && { monotonicMs: options.monotonicMs }),
    people: () => people.list(),
    maySee: (file) => gate.maySee(file),
  })
  const carried = new CarriedBooks({
    ...{ audit, log },
    books: () => [
      ...[
        clinicBook(session),
        plan.carried,
        people.carried,
        books.inventory.carried(lastingPlace(() => session.settings)),
      ],
      ...[books.training.carried, drills.carried, book.carried, notices.carried],
    ],
  })
  const queue: JobQueue = new JobQueue({
    store: {
      addJob: (id, input) => catalog.addJob(id, input.kind, input),
      pendingJobs: () => catalog.pendingJobs().flatMap(readJob),
      startJob: (id) => catalog.startJob(id),
      endJob: (id, outcome) => catalog.endJob(id, outcome),
      commitFact: (fact) => catalog.commitFact(fact),
    },
    runners: {
      copy: copyRunner({
        ...{ session, catalog, connector, temporaryFolder, hostname, username, version, clock, pace, onPassedOver },
        places: () => automatic.placesForCopy(),
        onPlace: (jobId, replica) => automatic.copyGoesTo(jobId, replica),
        guard: copyGuard({ guard, catalog, log, recoveries: fileRecoveries }),
        books: carried.with(register.books()),
        servers: serversInCopies({ passwords, small, databases: () => automatic.databases }),
      }),
      check: checkRunner({ session, catalog, clock }),
      proof: proofRunner({ session, catalog, clock, pace }),
      replicate: replicateRunner({
        ...{ session, catalog, clock, pace, onPassedOver },
        async onUnknownCopies(signal) {
          await alignCatalog(session, catalog, log, signal)
          await alignOthers(session, catalog, log, signal)
        },
      }),
      protect: protectRunner({ session, catalog, clock, books: protectionBooks(dataFolder) }),
      heal: async (input, context) => {
        await healRunner({ session, catalog, clock, pace })(input, context)
        // What was mended is believed once it was read again.
        proveNext(queue, input.replicaId)
      },
      retention: retentionRunner(cleaning),
      prune: pruneRunner(cleaning),
      swap: swapRunner({
        ...{ session, catalog, book, clock, pace, isHeld },
        letGo: (diskId) => rotation.letGo(diskId),
        leaveReadMe: (diskId) => rotation.leaveReadMe(diskId),
      }),
      database: (input, job) => recoveries.runner(input, job),
      drill: drills.runner,
    },
    onProgress: progress.tell,
    onEnd() {
      keys.keepOnly(queue.unfinished().map(({ id }) => id))
      automatic.decided()
      rotation.workEnded()
    },
    laneOf: (input) => laneOf(input, session.settings),
    clock,
    random,
    log,
  })
  const automatic = new Automatic({
    ...{ session, catalog, queue, volumes, clock, log, context },
    ...(options.waits && { waits: options.waits }),
  })
  const unsaved = () => automatic.unsaved()
  const rotation = new Rotation({
    ...{ session, catalog, book, volumes, isHeld, clock, log },
    eject: (volume) => adapter.eject(volume),
    programs: path.join(dataFolder, 'restic'),
    ...swapWork(queue),
  })
  const tablets = new Tablets({
    book: await TabletBook.open({ file: path.join(dataFolder, 'tablets.json'), clock, log }),
    temporaryFolder,
    clinicName: () => session.settings?.clinicName ?? '',
    guardedAtMs: (word) => firstCopyOf(catalog, word),
    tell: (what) => void catalog.commitFact({ kind: 'tablets-changed', what }),
    clock,
    random,
    log,
    ...(options.tabletHost === undefined ? {} : { host: options.tabletHost }),
  })
  const keepPasswords = async (sources: readonly NewSource[], isKeychainMissing: boolean) => {
    for (const source of sources) if (source.kind === 'server') await passwords.keep(source.server, isKeychainMissing)
  }
  const kitBook = await KitBook.open({ file: path.join(dataFolder, 'kit.json'), log })
  const paper = (words: readonly string[], vault: Vault) =>
    kitBook.printed(words, derivedKey(vault, 'kit-proof'), clock.nowMs())
  const books = await openClinicBooks({ dataFolder, catalog, clock, random, log })
  const keepLater = (sources: readonly NewSource[]) => books.inventory.keepLater(sources)
  const setup = new Setup({ session, settings, host, clock, random, log, keepPasswords, paper, keepLater, ...cost })
  const rescueParts = { session, settings, host, catalog, clock, random, log, ...cost }
  const rescue = new Rescue({ ...rescueParts, onProgress: throttle(progress.tell, clock) })
  const stop = new AbortController()
  /** Copies of other computers are made searchable meanwhile; no work waits for it. */
  let others = Promise.resolve()
  const resume = () => {
    const aligned = alignCatalog(session, catalog, log, stop.signal)
    queue.after(aligned)
    others = aligned.then(() => alignOthers(session, catalog, log, stop.signal))
    void listPlaces(session, catalog, log, stop.signal).then(() => automatic.decided())
    queue.resume()
    fileRecoveries.resume()
    // What said that the words are missing goes with them, not at its next turn.
    notices.review()
  }
  const overview = () => overviewOf({ session, catalog, queue, clock, unsaved, disks: automatic.disks })
  const notices = await openNotices({
    ...{ dataFolder, host, clock, random, log },
    async known() {
      const seen = await overview()
      return {
        ...{ overview: seen, plan: await plan.pressing(seen), drills: drills.pressing(), brake: guard.brake },
        ...{ disks: rotation.view(), tablets: tablets.view().tablets, register: register.state() },
        kit: kitState({ book: kitBook, catalog }),
      }
    },
  })
  const onAct = (act: Act) => {
    register.onAct(act)
    notices.onAct(act)
  }
  const kit = new KitProof({ session, catalog, book: kitBook, clock, random, temporaryFolder })
  const { people, gate } = await openGate({
    ...{ dataFolder, session, catalog, rotation, kit, clock, random, log, ...options.people },
    ...{ recoveries: fileRecoveries, databases: recoveries, drills, onAct },
  })
  const plan = await openPlan({
    ...{ dataFolder, session, catalog, rotation, disks: book, overview, audit, clock, random, log, tablets },
    kit: () => kitState({ book: kitBook, catalog }),
    ...{ people: () => people.list(), inventory: books.inventory, drills: () => drills.history() },
  })
  const emergency = new Emergency({ session, catalog, host, clock, random, dataFolder, temporaryFolder })
  const handlers = {
    ...handlersOf({ ...cleaning, setup, queue, connector, progress, resume, random, automatic, unsaved }),
    ...notices.handlers,
    ...clinicHandlers({ session, catalog, clock }),
    ...guardHandlers({ guard, session, catalog, random, log }),
    ...diskHandlers({ rotation, session }),
    ...lookHandlers({ session, catalog, temporaryFolder, clock }),
    ...emergency.handlers(),
    ...auditHandlers({
      ...{ audit, register, session, catalog, clock, version },
      people: () => people.list(),
      maySee: (file) => gate.maySee(file),
    }),
    ...diagnosisHandlers({
      ...{ dataFolder, version, session, catalog, clock, random, people, notices, overview, register },
      due: () => automatic.plan(),
    }),
    ...tabletHandlers({ tablets, session, random, sourcesChanged: () => automatic.sourcesChanged() }),
    ...books.handlers({
      ...{ session, catalog, clock, random, unsaved, tablets },
      registered: () => people.list().map(({ name }) => name),
      sourcesChanged: () => automatic.sourcesChanged(),
    }),
    ...placeHandlers({ session, host, random, catalog, queue, onChange: () => automatic.decided() }),
    ...rescueHandlers({
      ...{ ...rescueParts, rescue, book: kitBook, keepPasswords, queue, onProgress: progress.tell, resume },
      bringRegister: (vault, planTag) => register.bringFrom(vault, planTag),
      bringBooks: (vault, planTag) => carried.bringFrom(vault, planTag).finally(() => gate.peopleChanged()),
      kit,
    }),
    ...drills.handlers,
    ...plan.handlers(),
    ...installHandlers({ host, overview, drills, recoveries: fileRecoveries, rescue }),
    ...recoveries.handlers(),
    ...recoveryHandlers({ session, catalog, clock, recoveries: fileRecoveries }),
    ...databaseHandlers({
      ...{ session, passwords, context, random },
      machine: options.machine ?? thisMachine,
      copy: () => queue.enqueue({ kind: 'copy' }),
      acceptSmaller: (sourceId) => void small.add(sourceId),
    }),
  }
  if (session.state.kind === 'ready') resume()
  let stopDrills = () => {}
  if (options.isAutomatic ?? true) {
    automatic.begin()
    const enqueue = (replicaId: ReplicaId) => void queue.enqueue({ kind: 'drill', replicaId })
    stopDrills = drills.follow(enqueue, (replicaId) => automatic.disks.of(replicaId).isReachable)
    register.begin()
  }
  rotation.begin()
  await tablets.begin()
  notices.begin(catalog, audit)

  return {
    serve: (port, role = 'window') =>
      gate.serve(port, role, engineContract, register.withLines(handlers), (call, error) =>
        log.warn('call.unexpected-failure', { call, class: error instanceof Error ? error.name : typeof error }),
      ),
    idle: () => queue.idle(),
    async close() {
      stop.abort()
      gate.close()
      notices.stopFacts()
      plan.close()
      await rescue.close()
      await fileRecoveries.close()
      await tablets.close()
      await emergency.close()
      await automatic.close()
      await notices.close()
      await queue.close()
      stopDrills()
      await drills.close()
      await others
      await rotation.close()
      await register.close()
      catalog.close()
      await volumes.stop()
      await rm(temporaryFolder, { recursive: true, force: true })
    },
  }
}
