import { createHash } from 'node:crypto'
import { type Code, fail } from '#shared/errors/index.ts'
import type { DumpPart, DumpSink } from '../database-connector.ts'
import type { DumpedFile } from '../manifest.ts'
import { judgeDump } from './commit-rule.ts'
import type { ToolRun } from './run-tool.ts'

/** Looks at a dump while it passes. */
export type StreamCheck = {
  take(block: Uint8Array): void
  /** After the last block: whether the trailer was where it belongs. */
  isWhole(): boolean
}

export type DumpRule = {
  readonly check: StreamCheck
  /** What the tool's complaints mean; undefined for none and for warnings. */
  readonly codeOfComplaints: (complaints: string) => Code | undefined
  /** Runs when the tool has ended, before the verdict: for what it wrote elsewhere. */
  readonly onEnded?: () => Promise<void>
  readonly lastGoodBytes: number | undefined
  readonly signal: AbortSignal | undefined
}

/** The output of a dump tool whose end is the verdict of the commit rule: it throws instead of ending when the dump is worth nothing. */
export async function* provenStream(run: ToolRun, rule: DumpRule): AsyncGenerator<Uint8Array, void, void> {
  let bytes = 0
  for await (const block of run.output) {
    rule.check.take(block)
    bytes += block.length
    yield block
  }
  const end = await run.ended
  rule.signal?.throwIfAborted()
  await rule.onEnded?.()
  const code = judgeDump({
    end,
    hasTrailer: rule.check.isWhole(),
    complaint: rule.codeOfComplaints(run.complaints()),
    bytes,
    lastGoodBytes: rule.lastGoodBytes,
  })
  if (code) fail(code)
}

/** Hands a part to the sink and learns what went through. */
export async function sinkMeasured(sink: DumpSink, { name, bytes }: DumpPart): Promise<DumpedFile> {
  const hash = createHash('sha256')
  let total = 0
  let isOver = false
  await sink({
    name,
    bytes: (async function* () {
      for await (const block of bytes) {
        hash.update(block)
        total += block.length
        yield block
      }
      isOver = true
    })(),
  })
  if (!isOver) throw new TypeError('a part of a dump was not read to its end')
  return { name, bytes: total, sha256: hash.digest('hex') }
}

/** Reads a kept part through and compares it with what was measured when it was made. Throws DB_104. */
export async function requireSameBytes(
  kept: AsyncIterable<Uint8Array>,
  expected: DumpedFile,
  check?: StreamCheck,
  signal?: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256')
  let total = 0
  for await (const block of kept) {
    signal?.throwIfAborted()
    hash.update(block)
    check?.take(block)
    total += block.length
  }
  const isSame = total === expected.bytes && hash.digest('hex') === expected.sha256
  if (!isSame || check?.isWhole() === false) fail('DB_104')
}

export async function* onePart(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes
}
