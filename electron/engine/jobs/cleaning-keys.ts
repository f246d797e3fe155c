import type { CleaningKey, JobId } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

/**
 * The owner's keys, each for one piece of work, from when it was typed until that work is over.
 *
 * SECURITY: in memory and nowhere else, so that whoever takes this computer over later cannot erase what is kept elsewhere. A restart
 * forgets them, and what was interrupted asks again.
 */
export class CleaningKeys {
  readonly #keys = new Map<JobId, CleaningKey>()

  keep(jobId: JobId, key: CleaningKey): void {
    this.#keys.set(jobId, key)
  }

  /** Throws RET_106 when it was forgotten. */
  of(jobId: JobId): CleaningKey {
    return this.#keys.get(jobId) ?? fail('RET_106')
  }

  /** Forgets the keys of all other work. */
  keepOnly(unfinished: readonly JobId[]): void {
    for (const jobId of this.#keys.keys()) if (!unfinished.includes(jobId)) this.#keys.delete(jobId)
  }
}
