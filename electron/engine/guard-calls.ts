import type { Catalog } from '#engine/catalog/index.ts'
import { type Guard, planCanaries } from '#engine/guard/index.ts'
import { type CopyGuard, RECOVERY_TAG, type Recoveries } from '#engine/jobs/index.ts'
import type { Log, Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { isBook } from '#engine/snapshot/index.ts'
import type { guardCalls } from '#shared/contracts/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = {
  readonly guard: Guard
  readonly session: Session
  readonly catalog: Catalog
  readonly random: Random
  readonly log: Log
}

/** The guard as copying knows it: what it sees becomes facts, and nothing it meets spoils a copy that is made. */
export function copyGuard({
  guard,
  catalog,
  log,
  recoveries,
}: Pick<Parts, 'guard' | 'catalog' | 'log'> & { readonly recoveries: Recoveries }): CopyGuard {
  return {
    copyTags: () => [...guard.copyTags(), ...(recoveries.isInSources ? [RECOVERY_TAG] : [])],
    copyExclusions: () => guard.copyExclusions(),
    async look(vault, before, after, signal) {
      try {
        const seen = before
          ? await guard.examine(vault, before, after, {
              signal,
              isExpected: expectedOf(recoveries.expectedSince(Date.parse(before.time))),
            })
          : await guard.examineUnchanged(after)
        const { kind, signs, changes, isNews } = seen
        const { created, changed, deleted, moved } = changes
        if (!isNews) return
        catalog.commitFact({
          kind: 'guard-signs',
          isBrake: kind === 'brake',
          signs: [...signs],
          created,
          changed,
          deleted,
          moved,
        })
      } catch (error) {
        log.warn('guard.look-failed', { code: isAppError(error) ? error.code : 'APP_000' })
      }
    },
  }
}

/** The app's own books change with every copy, and no stranger did it. */
const expectedOf = (isRecovered: ((path: string) => boolean) | undefined) => (path: string) =>
  isBook(path) || isRecovered?.(path) === true

export function guardHandlers({ guard, session, catalog, random }: Parts): Handlers<typeof guardCalls> {
  const state = async () => ({
    brake: guard.brake,
    canaries: guard.canaryCount,
    lostCanaries: await guard.checkCanaries(),
  })
  const plan = async (sourceId: string) => {
    const source = session.requireSettings().sources.find(({ id }) => id === sourceId)
    return planCanaries(source?.kind === 'folder' ? source.path : fail('SRC_101'), random)
  }
  return {
    guardState: state,
    async releaseBrake(release) {
      if (await guard.release(release)) catalog.commitFact({ kind: 'guard-released' })
      return state()
    },
    async planCanaries({ sourceId }) {
      return { paths: (await plan(sourceId)).files.map(({ path }) => path) }
    },
    async plantCanaries({ sourceId }) {
      const planned = await plan(sourceId)
      await guard.plantCanaries(planned).catch((cause: unknown) => fail('SRC_102', {}, { cause }))
      return state()
    },
  }
}
