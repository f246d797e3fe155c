import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeFileAtomic } from '#engine/kernel/index.ts'
import { guardBrakeSchema, guardSignSchema } from '#shared/domain/index.ts'

const count = z.number().int().min(0)
const signs = z.array(guardSignSchema)
const canarySchema = z.object({
  /** The protected folder it stands in. */
  folder: z.string().min(1),
  path: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Canary = z.infer<typeof canarySchema>

/** What the guard remembers between looks. Stays on this computer: canaries are named by their paths. */
const stateSchema = z.object({
  version: z.literal(1),
  /** Counts of the last copies that were not suspicious. */
  days: z.array(z.object({ created: count, changed: count, deleted: count, moved: count })).default([]),
  lastSigns: z.object({ atMs: z.number().int(), signs }).nullable().default(null),
  brake: guardBrakeSchema.nullable().default(null),
  releases: z
    .array(z.object({ atMs: z.number().int(), person: z.string(), reason: z.string(), sinceMs: z.number().int() }))
    .default([]),
  canaries: z.array(canarySchema).default([]),
})
export type GuardState = z.infer<typeof stateSchema>

/** Undefined for a file that does not read; one that is not there is a guard that saw nothing yet. */
export async function loadState(file: string): Promise<GuardState | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return emptyState()
    throw error
  }
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export const emptyState = (): GuardState => stateSchema.parse({ version: 1 })

export async function saveState(file: string, state: GuardState): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(state, null, 2)}\n`)
}
