import { z } from 'zod'

/** One repository of the vault: the id in its config, different on every disk. */
export const replicaIdSchema = z.string().regex(/^[0-9a-f]{64}$/)
export type ReplicaId = z.infer<typeof replicaIdSchema>

/** How far the bytes of one replica are proven by reading them again. */
export const proofStateSchema = z.discriminatedUnion('kind', [
  /** No check has run here yet, or none of it was read. */
  z.object({ kind: z.literal('none') }),
  /** The newest check found damage. */
  z.object({ kind: z.literal('damaged'), atMs: z.number().int(), problems: z.number().int().positive() }),
  /** `expired`: something was not read for longer than decided. `oldestAtMs` is null when nothing of it was ever read. */
  z.object({
    kind: z.enum(['current', 'expired']),
    atMs: z.number().int(),
    oldestAtMs: z.number().int().nullable(),
    /** When the proof runs out, or ran out, unless more is read before. */
    expiresAtMs: z.number().int().nullable(),
    provenBytes: z.number().int().nonnegative(),
    totalBytes: z.number().int().nonnegative(),
  }),
])
export type ProofState = z.infer<typeof proofStateSchema>

/** What the newest reading of a replica told. */
type ProofFinding = {
  readonly atMs: number
  readonly problems: number
  readonly provenBytes: number
  readonly totalBytes: number
  readonly oldestProofAtMs: number | null
  readonly isExpired: boolean
}

const DAY_MS = 86_400_000

/** Judges the newest finding today: a proof ages also while nobody reads. */
export function proofStateOf(finding: ProofFinding | undefined, everyDays: number, nowMs: number): ProofState {
  if (finding === undefined) return { kind: 'none' }
  const { atMs, problems, provenBytes, totalBytes, oldestProofAtMs: oldestAtMs } = finding
  if (problems > 0) return { kind: 'damaged', atMs, problems }
  if (oldestAtMs === null && !finding.isExpired) return { kind: 'none' }
  const expiresAtMs = oldestAtMs === null ? null : oldestAtMs + everyDays * DAY_MS
  const isExpired = finding.isExpired || expiresAtMs === null || nowMs > expiresAtMs
  return { kind: isExpired ? 'expired' : 'current', atMs, oldestAtMs, expiresAtMs, provenBytes, totalBytes }
}
