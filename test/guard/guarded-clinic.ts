import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Backend, localBackend } from '#engine/backends/index.ts'
import { type Examination, Guard } from '#engine/guard/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { createVault, openVault, type Snapshot, type Vault } from '#engine/vault/index.ts'

const CYCLE_MS = 15 * 60_000
const SECRET = 'chave da máquina'

export type GuardedClinic = {
  readonly vault: Vault
  readonly guard: Guard
  readonly stateFile: string
  readonly clock: Clock
  /** What goes on with it later: after which copy, and when. */
  now(): Since
  /** One copy, and what the guard says to it; undefined for the first. */
  cycle(): Promise<{ readonly snapshot: Snapshot; readonly seen: Examination | undefined }>
}

export type Since = { readonly before: Snapshot | undefined; readonly nowMs: number }

/**
 * A vault beside the clinic's folder, copied in turn, with a guard that looks at every copy. Time goes on by a quarter of an hour a copy. With `since` the
 * vault and the guard's memory are there already.
 */
export async function guardClinic(
  place: string,
  source: string,
  { backend = localBackend(join(place, 'HD externo')), since }: { backend?: Backend; since?: Since } = {},
): Promise<GuardedClinic> {
  await mkdir(place, { recursive: true })
  const vault = since
    ? await openVault(backend, SECRET)
    : await createVault(backend, {
        secrets: [{ secret: SECRET, label: { username: 'recepção', hostname: 'pc-01' } }],
        scryptCost: { N: 2, r: 8, p: 1 },
      })
  let nowMs = since?.nowMs ?? systemClock.nowMs()
  const clock: Clock = { ...systemClock, nowMs: () => nowMs, nowNs: () => BigInt(Math.round(nowMs)) * 1_000_000n }
  const stateFile = join(place, 'guarda.json')
  const guard = await Guard.open(stateFile, clock)
  let before = since?.before
  const cycle = async () => {
    nowMs += CYCLE_MS
    const { snapshot } = await takeSnapshot(vault, {
      targets: [{ kind: 'folder', path: source }],
      exclude: guard.copyExclusions(),
      tags: ['plano', ...guard.copyTags()],
      hostname: 'pc-01',
      username: 'recepção',
      programVersion: 'salvaguarda 0.1.0',
      clock,
    })
    await vault.loadIndex()
    const seen = before && (await guard.examine(vault, before, snapshot))
    before = snapshot
    return { snapshot, seen }
  }
  return { vault, guard, stateFile, clock, cycle, now: () => ({ before, nowMs }) }
}
