import type { Catalog } from '#engine/catalog/index.ts'
import { explainCopy, previewVersion } from '#engine/jobs/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { previewCalls } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

/** What can be looked at without recovering it. */
export function lookHandlers(parts: {
  readonly session: Session
  readonly catalog: Catalog
  readonly temporaryFolder: string
  readonly clock: Clock
}): Handlers<typeof previewCalls> {
  return {
    explainCopy: ({ copyId }) => explainCopy(parts, copyId),
    async previewVersion({ versionKey }, signal) {
      const { state } = parts.session
      if (state.kind === 'locked') fail(state.error.code, state.error.params)
      return previewVersion(parts, versionKey, signal)
    },
  }
}
