import { mkdir, stat } from 'node:fs/promises'
import type { Catalog } from '#engine/catalog/index.ts'
import { readKit } from '#engine/kit/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import type { Session, SessionParts } from '#engine/session/index.ts'
import { BOOKS, SERVER_DUMPS } from '#engine/snapshot/index.ts'
import { readUnderLock, type Snapshot, type Vault } from '#engine/vault/index.ts'
import {
  jobIdSchema,
  type Place,
  type Progress,
  type RescueComputer,
  type RescueCopy,
  type RescueEntry,
  type RescueSource,
} from '#shared/domain/index.ts'
import { codeOf, fail, isAppError } from '#shared/errors/index.ts'
import { computerOf, computersOf, copyOf, newestFirst, planOf, takenAtMs } from './computers.ts'
import { findIn, folderOf } from './entries.ts'
import { findVaults } from './find-vaults.ts'
import { openByKit } from './open-by-kit.ts'

export type RescueParts = Omit<SessionParts, 'volumes' | 'network'> & {
  readonly session: Session
  readonly catalog: Catalog
  readonly onProgress: (progress: Progress) => void
}
export type OpenRescue = {
  readonly vault: Vault
  readonly place: Place
  /** What the place itself asks for. */
  readonly secret: string | undefined
  readonly kit: ReturnType<typeof readKit>
  /** Newest first. */
  readonly snapshots: readonly Snapshot[]
}
type Recovered = { folder: string; files: number; bytes: number; durationMs: number; skips: number }

/**
 * A vault that is open on a computer which knows nothing: for looking and recovering. All of it is in memory and goes with the process.
 *
 * Nothing is written to the vault but the passing mark that keeps others from cleaning it meanwhile, and not even that where the place
 * takes no writing.
 */
export class Rescue {
  readonly #parts: RescueParts
  #open: OpenRescue | undefined

  constructor(parts: RescueParts) {
    this.#parts = parts
  }

  /** Vaults on attached disks, or in the folder given. */
  async look(folder?: string): Promise<{ path: string; label: string }[]> {
    const { attached } = await this.#parts.session.disks()
    const places = folder === undefined ? attached : [{ mountPath: folder, label: '' }]
    const found = new Map<string, string>()
    for (const { mountPath, label } of places)
      if (folder !== undefined || mountPath !== '/')
        for (const path of await findVaults(mountPath)) found.set(path, label)
    return [...found].map(([path, label]) => ({ path, label }))
  }

  /** Throws SET_102 on a computer that is set up, KEY_102, KIT_101, KIT_102, KIT_103, NEW_101 where several vaults lie, NEW_104 where a network has none, VAULT_…, DEST_…. */
  async open(asked: { readonly place: Place; readonly secret?: string | undefined; readonly words: string }) {
    const { session } = this.#parts
    if (session.state.kind !== 'fresh') fail('SET_102')
    const kit = readKit(asked.words)
    await this.close()
    const place = asked.place.kind === 'local' ? await vaultIn(asked.place.path) : asked.place
    const backend = await session.openPlace(place, asked.secret)
    const vault = await openByKit(backend, kit.password, this.#parts).catch((cause) => {
      // Backends tell a server that does not answer and a folder that is not there alike; nobody here knows which it is.
      if (place.kind !== 'local' && codeOf(cause) === 'DEST_101') fail('NEW_104', {}, { cause })
      throw cause
    })
    try {
      await vault.loadIndex()
      const snapshots = newestFirst(await vault.listSnapshots())
      this.#open = { vault, place, secret: asked.secret, kit, snapshots }
      return { computers: computersOf(snapshots) }
    } catch (error) {
      await vault.close()
      throw error
    }
  }

  /** Forgets the words and lets go of the disk. */
  async close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    await open?.vault.close()
  }

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  /** What is open. Throws NEW_102. */
  require(): OpenRescue {
    return this.#open ?? fail('NEW_102')
  }

  computers(): RescueComputer[] {
    return computersOf(this.require().snapshots)
  }

  copies(asked: {
    readonly computer: string
    readonly beforeMs?: number | undefined
    readonly limit: number
  }): RescueCopy[] {
    const { computer, beforeMs = Number.POSITIVE_INFINITY, limit } = asked
    return this.require()
      .snapshots.filter((snapshot) => computerOf(snapshot) === computer && takenAtMs(snapshot) < beforeMs)
      .slice(0, limit)
      .map(copyOf)
  }

  folder(copyId: string, folder: string): Promise<RescueEntry[]> {
    return folderOf(this.require().vault, this.#snapshot(copyId), folder)
  }

  find(
    { copyId, ...asked }: { readonly copyId: string; readonly text: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<RescueEntry[]> {
    const snapshot = this.#snapshot(copyId)
    return readUnderLock(this.require().vault, signal, (stop) => findIn(this.require().vault, snapshot, asked, stop))
  }

  /** What a computer's newest copy protected, the plan's own copies before others. */
  async sources(computer: string): Promise<RescueSource[]> {
    const own = this.require().snapshots.filter((snapshot) => computerOf(snapshot) === computer)
    const newest = own.find((snapshot) => planOf(snapshot) !== undefined) ?? own[0]
    // Databases of servers are found on the new computer, not proposed by where their dumps lay in the copy.
    const paths = (newest?.paths ?? []).filter((path) => !path.startsWith(`/${SERVER_DUMPS}/`))
    return Promise.all(
      paths.map(async (path) => ({
        path,
        isHere: await stat(path).then(
          () => true,
          () => false,
        ),
      })),
    )
  }

  /** Throws VAULT_111 when nothing of what was asked for is in the copy, REST_…, DEST_…. */
  async recover(
    asked: { readonly copyId: string; readonly include: readonly string[]; readonly targetFolder: string },
    signal: AbortSignal,
  ): Promise<Recovered> {
    const { catalog, clock, onProgress, random } = this.#parts
    const { vault } = this.require()
    const jobId = jobIdSchema.parse(random.uuid())
    const startedAtMs = clock.nowMs()
    catalog.commitFact({ kind: 'job-started', jobId, jobKind: 'recover', isResumed: false })
    try {
      const snapshot = this.#snapshot(asked.copyId)
      const { include, targetFolder } = asked
      const layout = include.length === 0 ? 'full-path' : 'flat'
      const plan = await planRestore(
        vault,
        { snapshot, include, exclude: [`/${BOOKS}`], targetFolder, layout, onConflict: 'rename' },
        { signal },
      )
      await mkdir(targetFolder, { recursive: true }).catch((cause) => fail('REST_103', {}, { cause }))
      const { files, bytes, skips } = await applyRestore(vault, plan, {
        signal,
        onProgress: (step) => onProgress({ ...step, jobId, jobKind: 'recover', phase: 'writing' }),
      })
      const [skip] = skips
      if (files === 0 && skip !== undefined) fail(skip.code)
      const durationMs = Math.max(0, Math.round(clock.nowMs() - startedAtMs))
      const result = { files, bytes, durationMs, skips: skips.length }
      catalog.commitFact({ kind: 'recover-finished', jobId, ...result })
      return { folder: targetFolder, ...result }
    } catch (error) {
      const params = isAppError(error) ? error.params : {}
      catalog.commitFact({ kind: 'job-failed', jobId, jobKind: 'recover', code: codeOf(error), params })
      throw error
    }
  }

  #snapshot(copyId: string): Snapshot {
    return this.require().snapshots.find(({ id }) => id === copyId) ?? fail('VAULT_109')
  }
}

/** Throws DEST_101 for a folder that is not there, VAULT_101 where there is no vault, NEW_101 where there are several. */
async function vaultIn(folder: string): Promise<Place> {
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) fail('DEST_101')
  const found = await findVaults(folder)
  const [path] = found
  if (path === undefined) return fail('VAULT_101')
  if (found.length > 1) fail('NEW_101', { count: found.length })
  return { kind: 'local', path }
}
