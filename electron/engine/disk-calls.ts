import { type Rotation, requireDisk } from '#engine/rotation/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { KeySlot } from '#engine/vault/index.ts'
import type { DiskEvidence, diskCalls } from '#shared/contracts/index.ts'
import type { DiskId } from '#shared/domain/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = { readonly rotation: Rotation; readonly session: Session }

/** The disks of the month, as the window asks for them. */
export function diskHandlers({ rotation, session }: Parts): Handlers<typeof diskCalls> {
  return {
    diskSet: async () => rotation.view(),
    async decideDisks({ swapDays }) {
      await rotation.decide(swapDays)
      return rotation.view()
    },
    addDisk: async ({ destinationPath, label, month }) => ({
      diskId: await rotation.add(destinationPath, label, month),
    }),
    async retrySwap({ diskId }) {
      await rotation.retry(diskId)
      return {}
    },
    async swapAnyway({ diskId }) {
      await rotation.use(diskId)
      return {}
    },
    handOver: ({ diskId, takenBy, place, note }) => rotation.handOver(diskId, takenBy, place, note),
    diskBook: async ({ diskId }) => rotation.lines(diskId),
    reportLostDisk: ({ diskId, reportedBy, what }) => rotation.reportLost(diskId, reportedBy, what),
    async reportFoundDisk({ diskId, reportedBy }) {
      await rotation.reportFound(diskId, reportedBy)
      return {}
    },
    async retireDisk({ diskId, decidedBy, reason }) {
      await rotation.retire(diskId, decidedBy, reason)
      return {}
    },
    diskEvidence: ({ diskId }) => diskEvidenceOf({ rotation, session }, diskId),
  }
}

/** What speaks for the copies on a disk being unreadable. Throws DISK_102, and DEST_101 while the main disk is away. */
export async function diskEvidenceOf({ rotation, session }: Parts, diskId: DiskId): Promise<DiskEvidence> {
  const { disk } = requireDisk(session, diskId)
  // Every disk bears the same ways in; those of a lost one are asked of the vault that is here.
  const keys = await session.withVault((vault) => vault.listKeys())
  return { replicaId: disk.replicaId, keys: keys.map(keyOf), lines: rotation.lines(diskId) }
}

const keyOf = ({ createdAt, username, hostname }: KeySlot) => ({
  createdAt,
  kind:
    username === 'salvaguarda' ? (hostname === 'kit' ? ('kit' as const) : ('computer' as const)) : ('other' as const),
})
