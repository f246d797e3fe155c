import type { Catalog } from '#engine/catalog/index.ts'
import {
  checkVersion,
  copiesToRecover,
  folderStates,
  proposeRecoveryFolder,
  type Recoveries,
  searchFolders,
} from '#engine/jobs/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { engineContract, recoveryCalls } from '#shared/contracts/index.ts'
import { AppError, fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly recoveries: Recoveries
}
const LISTED = 100

/** What the wizard of Recuperar asks for. Nothing of a locked app is shown or recovered. */
export function recoveryHandlers(
  parts: Parts,
): Handlers<typeof recoveryCalls> & Pick<Handlers<typeof engineContract>, 'recoverVersion' | 'proposeRecoveryFolder'> {
  const { session, recoveries, clock } = parts
  const requireReady = () => {
    const { state } = session
    if (state.kind === 'fresh') fail('SET_101')
    if (state.kind === 'locked') fail(state.error.code, state.error.params)
  }
  return {
    proposeRecoveryFolder: async () => ({ folder: proposeRecoveryFolder(clock) }),
    async planRecovery(wish, signal) {
      requireReady()
      return recoveries.plan(wish, signal)
    },
    async startRecovery(wish) {
      requireReady()
      return { recoveryId: await recoveries.start(wish) }
    },
    async recovery({ recoveryId }) {
      requireReady()
      return recoveries.view(recoveryId)
    },
    async recoveries() {
      requireReady()
      return recoveries.list()
    },
    async stopRecovery({ recoveryId }) {
      recoveries.stop(recoveryId)
      return {}
    },
    async continueRecovery({ recoveryId }) {
      requireReady()
      await recoveries.goOn(recoveryId)
      return {}
    },
    async judgeRecovery({ recoveryId, verdict }) {
      requireReady()
      return recoveries.judge(recoveryId, verdict)
    },
    async planUndo({ recoveryId }) {
      requireReady()
      const { remove, putBack, left } = await recoveries.planUndo(recoveryId)
      return { remove: remove.length, putBack: putBack.length, left: left.slice(0, LISTED) }
    },
    async undoRecovery({ recoveryId }) {
      requireReady()
      return recoveries.undo(recoveryId)
    },
    async searchFolders({ text }) {
      requireReady()
      return searchFolders(parts, text)
    },
    async folderStates({ folder }, signal) {
      requireReady()
      return folderStates(parts, folder, signal)
    },
    async copiesToRecover() {
      requireReady()
      return copiesToRecover(parts)
    },
    async checkVersion({ versionKey }, signal) {
      requireReady()
      return checkVersion(parts, versionKey, signal)
    },
    async recoverVersion({ versionKey, targetFolder }, signal) {
      requireReady()
      const wish = { what: { kind: 'version', versionKey }, into: { kind: 'folder', folder: targetFolder } } as const
      const id = await recoveries.start(wish)
      signal.addEventListener('abort', () => recoveries.stop(id), { once: true })
      const { state, folder } = await recoveries.ended(id)
      if (state.kind === 'stopped') throw new AppError(state.error.code, state.error.params)
      if (state.kind !== 'done') return fail('APP_001')
      const { files, bytes, durationMs, skips } = state
      return { folder, files, bytes, durationMs, skips }
    },
  }
}
