import type { Code } from '#shared/errors/index.ts'
import type { ToolEnd } from './run-tool.ts'

/** A dump this much smaller than the last good one is not believed. */
const LEAST_SHARE = 0.5

export type DumpFacts = {
  readonly end: ToolEnd
  /** The last words of a whole dump were seen at its end. */
  readonly hasTrailer: boolean
  /** What the tool's complaints mean; undefined when it had none, or only warnings. */
  readonly complaint: Code | undefined
  readonly bytes: number
  readonly lastGoodBytes: number | undefined
}

/**
 * The one rule by which a dump becomes a copy: the tool ended well AND its trailer was seen AND it reported no error AND the size is plausible.
 * Undefined means it holds; otherwise why not.
 */
export function judgeDump({ end, hasTrailer, complaint, bytes, lastGoodBytes }: DumpFacts): Code | undefined {
  if (end.kind === 'not-started') return 'DB_108'
  if (complaint) return complaint
  if (end.kind !== 'exited' || end.exitCode !== 0 || !hasTrailer || bytes === 0) return 'DB_104'
  return lastGoodBytes !== undefined && bytes < lastGoodBytes * LEAST_SHARE ? 'DB_111' : undefined
}
