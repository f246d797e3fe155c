import type { DiskId } from '#shared/domain/index.ts'

/** What the code on a disk's label says: which disk it is, and nothing of the clinic. */
export const labelTextOf = (diskId: DiskId): string => `salvaguarda:disco:${diskId}`
