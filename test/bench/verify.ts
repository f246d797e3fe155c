import { readFileSync } from 'node:fs'
import path from 'node:path'
import { compareTrees } from '../demo/compare-trees.ts'

/** A restore that did not bring back what was copied: the whole bench fails. */
export class WrongRestore extends Error {}

const SHOWN = 10
/** Node, and so our engine, sets times through a floating-point number of seconds. */
const FINEST_TIME_NS = 1_000n

/** Compares what a tool brought back below `target`, under the full path it had, with the source. Throws WrongRestore. */
export function verifyRestored(tool: string, target: string, expected: { kind: 'tree' | 'file'; path: string }): void {
  const restored = path.join(target, expected.path)
  if (expected.kind === 'file') {
    if (!readFileSync(restored).equals(readFileSync(expected.path)))
      throw new WrongRestore(`${tool} restored other bytes: ${expected.path}`)
    return
  }
  const { differences } = compareTrees(expected.path, restored, {
    leftOut: () => false,
    unsettled: () => false,
    timeToleranceNs: FINEST_TIME_NS,
  })
  if (differences.length > 0)
    throw new WrongRestore(
      `${tool} restored ${differences.length} entries that differ:\n${differences.slice(0, SHOWN).join('\n')}`,
    )
}
