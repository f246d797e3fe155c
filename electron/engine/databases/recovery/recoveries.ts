import type { Catalog } from '#engine/catalog/index.ts'
import { type ConnectorContext, swapFor } from '#engine/connectors/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { databaseRecoveryCalls } from '#shared/contracts/index.ts'
import {
  type CopyId,
  type CopySummary,
  type DatabaseRecovery,
  type DatabaseServer,
  type DatabaseSource,
  isApprovedFor,
  type JobId,
  type RecoveryApproval,
  type RecoveryId,
  recoveryIdSchema,
  type Source,
  type SourceId,
  unprovenDatabases,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { DatabasePasswords } from '../passwords.ts'
import { nameOf, type RecoveryBook, type RecoveryEntry } from './book.ts'
import { backState, type RecoveryStep, recoveryRunner } from './work.ts'

export type RecoveryParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly book: RecoveryBook
  readonly passwords: DatabasePasswords
  readonly context: ConnectorContext
  readonly clock: Clock
  readonly random: Random
  /** Puts the work on the queue. Throws JOB_101. */
  readonly enqueue: (recoveryId: RecoveryId, step: RecoveryStep) => JobId
  /** Which recovery has work that waits or is under way. */
  readonly underWay: () => RecoveryId | undefined
}
type Admin = { readonly user: string; readonly password: string } | null

/**
 * Databases on their way back: which there are, who may exchange one, and the work itself.
 *
 * A plan restores a copy beside the database in use and shows what is in it; only then a manager may have the two exchanged.
 */
export class DatabaseRecoveries {
  readonly #parts: RecoveryParts
  /** Begun by this run of the app; what is not among them an earlier one left behind. */
  readonly #own = new Set<RecoveryId>()
  readonly runner: ReturnType<typeof recoveryRunner>

  constructor(parts: RecoveryParts) {
    this.#parts = parts
    this.runner = recoveryRunner({ ...parts, isOwn: (recoveryId) => this.#own.has(recoveryId) })
  }

  handlers(): Handlers<typeof databaseRecoveryCalls> {
    return {
      recoverableDatabases: async () => this.#recoverable(),
      databaseRecoveries: () => this.#list(),
      planDatabaseRecovery: (request) => this.#plan(request),
      applyDatabaseRecovery: async (request) => ({ jobId: await this.#exchange('swap', request) }),
      undoDatabaseRecovery: async (request) => ({ jobId: await this.#exchange('undo', request) }),
      discardDatabaseRecovery: async ({ recoveryId }) => {
        await this.#discard(recoveryId)
        return {}
      },
    }
  }

  /** Which database a recovery brings back; undefined for one that nobody knows. */
  sourceOf(recoveryId: string): SourceId | undefined {
    return this.#parts.book.entries.find(({ recovery }) => recovery.recoveryId === recoveryId)?.recovery.sourceId
  }

  #recoverable() {
    const copies = this.#parts.catalog.listCopies()
    return this.#parts.session.requireSettings().sources.flatMap((source) => {
      const live = databaseOf(source)
      if (!live) return []
      return {
        sourceId: source.id,
        label: source.label,
        kind: live.kind,
        place: nameOf(live),
        isProven: !unprovenDatabases.includes(live.kind),
        needsAdmin: needsAdmin(live),
        copies: copies.filter((copy) => holds(copy, source.id)).map(({ copyId, takenAtMs }) => ({ copyId, takenAtMs })),
      }
    })
  }

  async #list(): Promise<DatabaseRecovery[]> {
    const { book } = this.#parts
    const busy = this.#parts.underWay()
    // Work that a person stopped told nobody.
    for (const { recovery } of book.entries) {
      const { recoveryId, state } = recovery
      if (recoveryId === busy) continue
      if (state.kind === 'preparing')
        await book.move(recoveryId, { kind: 'failed', error: { code: 'APP_001', params: {} } })
      if (state.kind === 'swapping' || state.kind === 'undoing')
        await book.move(recoveryId, backState(state, { code: 'APP_001', params: {} }))
    }
    return book.entries.map(({ recovery }) => recovery)
  }

  async #plan({ sourceId, copyId, admin }: { sourceId: SourceId; copyId: CopyId; admin: Admin }) {
    const { session, catalog, book, clock, random, enqueue, underWay } = this.#parts
    const source = session.requireSettings().sources.find(({ id }) => id === sourceId)
    const known = (source && databaseOf(source)) ?? fail('DB_105')
    const copy = catalog.listCopies().find((one) => one.copyId === copyId)
    if (!copy || !holds(copy, sourceId)) fail('VAULT_109')
    if (underWay() !== undefined) fail('JOB_101')
    const live = this.#asAdmin(known, admin)
    const recoveryId = recoveryIdSchema.parse(random.uuid())
    const beganAtMs = Math.round(clock.nowMs())
    const names = await swapFor(live).beside(live, tagOf(beganAtMs), this.#parts.context)
    this.#own.add(recoveryId)
    const recovery: DatabaseRecovery = {
      ...{ recoveryId, sourceId, copyId, beganAtMs },
      takenAtMs: copy.takenAtMs,
      fingerprint: '',
      state: { kind: 'preparing' },
    }
    await book.add({ recovery, live, ...names, approvals: [] })
    return { recoveryId, jobId: await this.#begin(recoveryId, 'prepare', () => ({ kind: 'discarded' }), enqueue) }
  }

  async #exchange(
    step: 'swap' | 'undo',
    { recoveryId, approval, admin }: { recoveryId: RecoveryId; approval: RecoveryApproval; admin: Admin },
  ): Promise<JobId> {
    const { session, book, clock, enqueue, underWay } = this.#parts
    // SECURITY: decided here, whatever the window showed.
    if (!isApprovedFor(approval, session.requireSettings().clinicName)) fail('DB_114')
    const { recovery } = book.find(recoveryId)
    if (recovery.fingerprint === '' || recovery.fingerprint !== approval.fingerprint) fail('DB_117')
    if (underWay() !== undefined) fail('JOB_101')
    const before = recovery.state
    const next = nextState(step, before)
    await book.change(recoveryId, (entry) => ({
      ...entry,
      ...(admin && this.#everyAsAdmin(entry, admin)),
      recovery: { ...entry.recovery, state: next },
      approvals: [...entry.approvals, { person: approval.person, step, atMs: Math.round(clock.nowMs()) }],
    }))
    this.#own.add(recoveryId)
    return this.#begin(recoveryId, step, () => before, enqueue)
  }

  async #begin(
    recoveryId: RecoveryId,
    step: RecoveryStep,
    otherwise: () => DatabaseRecovery['state'],
    enqueue: RecoveryParts['enqueue'],
  ): Promise<JobId> {
    try {
      return enqueue(recoveryId, step)
    } catch (error) {
      await this.#parts.book.move(recoveryId, otherwise())
      throw error
    }
  }

  async #discard(recoveryId: RecoveryId): Promise<void> {
    const { book, context, underWay } = this.#parts
    const { recovery, fresh } = book.find(recoveryId)
    if (underWay() === recoveryId || (recovery.state.kind !== 'ready' && recovery.state.kind !== 'failed'))
      fail('DB_117')
    if (recovery.state.kind === 'ready') await swapFor(fresh).drop(fresh, context)
    await book.move(recoveryId, { kind: 'discarded' })
  }

  /** SECURITY: the administrator's password stays in memory; settings and book name it by a reference that a restart forgets. */
  #asAdmin<S extends DatabaseSource>(source: S, admin: Admin): S {
    if (admin === null) return source
    return withAdmin(source, admin.user, this.#parts.passwords.hold(admin.password))
  }

  #everyAsAdmin({ live, fresh, aside }: RecoveryEntry, { user, password }: NonNullable<Admin>) {
    const secretRef = this.#parts.passwords.hold(password)
    const as = (source: DatabaseSource) => withAdmin(source, user, secretRef)
    return { live: as(live), fresh: as(fresh), aside: as(aside) }
  }
}

function nextState(step: 'swap' | 'undo', state: DatabaseRecovery['state']): DatabaseRecovery['state'] {
  if (step === 'swap' && state.kind === 'ready') return { kind: 'swapping', findings: state.findings }
  if (step === 'undo' && state.kind === 'live' && state.keptAs !== null) {
    const { findings, atMs, durationMs, keptAs } = state
    return { kind: 'undoing', findings, atMs, durationMs, keptAs }
  }
  return fail('DB_117')
}

function databaseOf(source: Source): DatabaseSource | undefined {
  if (source.kind === 'folder') return undefined
  return source.kind === 'sqlite' ? { kind: 'sqlite', path: source.path } : source.server
}

const needsAdmin = (source: DatabaseSource): boolean =>
  source.kind !== 'sqlite' && !(source.kind === 'sql-server' && source.login.kind === 'windows')

/** Copies made before it was written down which databases they lack are taken at their word: planning looks. */
const holds = ({ asked, missed }: CopySummary, sourceId: SourceId): boolean =>
  (asked?.includes(sourceId) ?? true) && !missed?.includes(sourceId)

function withAdmin<S extends DatabaseSource>(source: S, user: string, secretRef: string): S {
  const changed = (known: DatabaseServer): DatabaseServer => {
    if (known.kind === 'sql-server') return { ...known, login: { kind: 'password', user, secretRef } }
    if (known.kind !== 'firebird') return { ...known, user, secretRef }
    // The role is what lets the copy's own user in.
    const { role: _role, ...server } = known
    return { ...server, user, secretRef }
  }
  return source.kind === 'sqlite' ? source : (changed(source) as S)
}

/** `20261122_0740`: tells recoveries apart in a list of files or databases. */
function tagOf(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`
  return `${day}_${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
}
