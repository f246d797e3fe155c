import { z } from 'zod'
import { type Settings, settingsSchema } from '#engine/settings/index.ts'
import type { AuditState, Overview } from '#shared/contracts/index.ts'
import { overviewSchema } from '#shared/contracts/index.ts'
import {
  bodyOf,
  cleaned,
  type DiagnosisBody,
  type DiagnosisPart,
  type Plain,
  type Sign,
} from '#shared/diagnosis/index.ts'
import {
  type DueWork,
  dueWorkSchema,
  type Fact,
  factSchema,
  type Notice,
  type NoticeSettings,
  noticeSchema,
  noticeSettingsSchema,
} from '#shared/domain/index.ts'

/** What the engine knows of itself when somebody calls for help. What is not known is left out. */
export type Seen = {
  readonly version: string
  readonly overview?: Overview | undefined
  readonly settings?: Settings | undefined
  readonly notices?: readonly Notice[] | undefined
  readonly noticeSettings?: NoticeSettings | undefined
  readonly due?: readonly DueWork[] | undefined
  readonly register?: AuditState | undefined
  /** How many people have each role. */
  readonly people?: Readonly<Record<string, number>> | undefined
  /** Locks that lie in each place that was asked, by its id; null for one that did not answer. */
  readonly locks?: ReadonlyMap<string, number | null> | undefined
  /** Newest first. */
  readonly facts?: readonly Fact[] | undefined
  readonly copyFacts?: readonly Fact[] | undefined
  readonly failures?: readonly Fact[] | undefined
  readonly drillFacts?: readonly Fact[] | undefined
  readonly catalogue?: {
    readonly origin: string
    readonly copies: number
    readonly facts: number
    readonly bytes: number | null
  }
  readonly program: Readonly<Record<string, number | string>>
}

/** Every part that is the engine's to tell, clean: each value goes through its own schema (shared/diagnosis/clean.ts). */
export function enginePartsOf(seen: Seen, sign: Sign): DiagnosisBody[] {
  const { overview } = seen
  const clean = (schema: z.core.$ZodType, value: unknown): Plain => cleaned(schema, value, sign)
  const facts = (some: readonly Fact[] | undefined) => (some ?? []).map((fact) => clean(factSchema, fact))
  const from = (part: DiagnosisPart, known: unknown, value: () => unknown): DiagnosisBody[] =>
    known === undefined ? [] : [bodyOf(part, value())]
  const shape = overviewSchema.shape
  return [
    bodyOf('state', {
      engineVersion: seen.version,
      ...seen.program,
      ...(overview && {
        state: clean(shape.state, overview.state),
        running: clean(shape.running, overview.running),
        openFailure: clean(shape.openFailure, overview.openFailure),
        lastCheck: clean(shape.lastCheck, overview.lastCheck),
      }),
      ...(seen.catalogue && { catalogue: seen.catalogue }),
    }),
    ...from('failures', seen.failures, () => facts(seen.failures)),
    ...from('settings', seen.settings ?? seen.noticeSettings, () => ({
      settings: clean(settingsSchema, seen.settings),
      notices: clean(noticeSettingsSchema, seen.noticeSettings),
      people: seen.people ?? null,
    })),
    ...from('places', overview, () =>
      overview?.replicas.map((replica) => ({
        ...(clean(shape.replicas.element, replica) as object),
        locks: seen.locks?.get(replica.replicaId) ?? null,
      })),
    ),
    ...from('copies', overview ?? seen.copyFacts, () => ({
      freshness: clean(shape.freshness, overview?.freshness),
      newest: clean(shape.lastCopy, overview?.lastCopy),
      speeds: (seen.copyFacts ?? []).flatMap(speedOf),
    })),
    ...from('schedule', seen.due, () => clean(z.array(dueWorkSchema), seen.due)),
    ...from('notices', seen.notices, () => clean(z.array(noticeSchema), seen.notices)),
    ...from('drills', seen.drillFacts, () => facts(seen.drillFacts)),
    ...from('register', seen.register, () => ({
      ...seen.register,
      findings: seen.register?.findings.map(({ what, number, readAtMs }) => ({ what, number, readAtMs })),
    })),
    ...from('facts', seen.facts, () => facts(seen.facts)),
  ]
}

/** How fast one copy was. */
function speedOf(fact: Fact): Plain[] {
  if (fact.kind !== 'copy-finished') return []
  const { takenAtMs, durationMs, files, newFiles, changedFiles, sourceBytes, addedBytes } = fact.copy
  const bytesPerSecond = durationMs > 0 ? Math.round((addedBytes * 1000) / durationMs) : null
  return [{ takenAtMs, durationMs, files, newFiles, changedFiles, sourceBytes, addedBytes, bytesPerSecond }]
}
