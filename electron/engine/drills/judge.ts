import type { DrillFinding } from '#shared/domain/index.ts'

/**
 * How many things did not come back as the copy recorded them. A picture that is broken in the copy as well was so at the clinic: that is
 * told, and no failure of the recovery.
 */
export const problemsIn = (finding: DrillFinding): number =>
  finding.kind === 'files' ? finding.unreadable + finding.different : 0
