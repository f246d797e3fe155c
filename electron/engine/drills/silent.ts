import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import { isPlaceTrouble, type Session } from '#engine/session/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import type { DrillFinding, JobId, ReplicaId, SilentDrill } from '#shared/domain/index.ts'
import { type Code, codeOf, fail, isAppError } from '#shared/errors/index.ts'
import type { DrillBook } from './book.ts'
import { drillPlaces, inTurn } from './rotation.ts'
import { Sandbox } from './sandbox.ts'
import { silentWork } from './silent-work.ts'
import { oneComputers } from './step-work.ts'
import { tallyOf } from './tally.ts'

type Parts = {
  readonly session: Session
  readonly catalog: Pick<Catalog, 'commitFact'>
  readonly book: DrillBook
  readonly clock: Clock
  readonly random: Random
  readonly temporaryFolder: string
}
type Job = {
  readonly jobId: JobId
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

/** Among places that answer, the one whose turn it is. */
export const nextSilentPlace = (
  settings: Settings,
  { silent }: Pick<DrillBook, 'silent'>,
  isReachable: (replicaId: ReplicaId) => boolean,
): ReplicaId | undefined =>
  inTurn(drillPlaces(settings), silent).find(({ replica }) => isReachable(replica.id))?.replica.id

/** Rehearsals that need nobody: once a week one file by chance and the databases come back, are compared, counted and wiped. */
export class SilentDrills {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** What is wrong with a copy is a result. Throws DEST_…, APP_001 and what else says that nothing was found out. */
  async run(replicaId: ReplicaId, { jobId, signal, onProgress }: Job): Promise<void> {
    const { session, book, catalog, clock, random, temporaryFolder } = this.#parts
    const settings = session.requireSettings()
    const place = drillPlaces(settings).find(({ replica }) => replica.id === replicaId) ?? fail('VAULT_113')
    const sandbox = new Sandbox(temporaryFolder, jobId)
    const startedAtMs = clock.nowMs()
    let findings: readonly DrillFinding[] = []
    let code: Code | null = null
    try {
      const folder = await sandbox.next()
      findings = await session.withVault(
        async (vault, { planTag, sources }) => {
          await vault.loadIndex()
          const snapshots = oneComputers(await vault.listSnapshots(), planTag)
          if (snapshots.length === 0) fail('VAULT_109')
          return silentWork({
            ...{ vault, snapshots, sources, sandbox: folder, random, nowMs: clock.nowMs(), signal, onProgress },
            // Nobody looks at what it brings.
            maySee: () => true,
          })
        },
        { replicaId },
      )
    } catch (error) {
      if (!isFinding(error)) throw error
      code = codeOf(error)
    } finally {
      await sandbox.wipe()
    }
    const { problems, ...counts } = tallyOf(findings)
    const result = {
      ...{ replicaId, ...counts, problems: problems + (code === null ? 0 : 1) },
      code: code ?? (problems > 0 ? ('VAULT_105' as const) : null),
      durationMs: Math.max(0, Math.round(clock.nowMs() - startedAtMs)),
    } satisfies Omit<SilentDrill, 'atMs' | 'source'>
    await book.writeSilent({ ...result, atMs: Math.round(clock.nowMs()), source: place.source })
    catalog.commitFact({ kind: 'silent-drill-finished', jobId, ...result })
  }
}

/** Whether it says something of the copy, and not of the way to it. */
const isFinding = (error: unknown): boolean =>
  isAppError(error) && !isPlaceTrouble(error.code) && /^(VAULT_10[57]|VAULT_111|DB_|REC_)/.test(error.code)
