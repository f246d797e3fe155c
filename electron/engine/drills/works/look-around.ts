import { newestCopy } from './choose-copy.ts'
import { takenAtMs, type Work } from './work.ts'

/** The vault is open: what is in it. */
export const lookAround: Work = async (parts) => ({
  finding: {
    kind: 'kit',
    takenAtMs: takenAtMs(newestCopy(parts)),
    copies: parts.snapshots.length,
    computers: new Set(parts.snapshots.map(({ hostname }) => hostname ?? '')).size,
  },
  brought: [],
})
