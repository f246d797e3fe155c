import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Backend, localBackend } from '#engine/backends/index.ts'
import { type Examination, Guard } from '#engine/guard/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { createVault, type Snapshot, type Vault } from '#engine/vault/index.ts'

const CYCLE_MS = 15 * 60_000

export type GuardedClinic = {
  readonly vault: Vault
  readonly guard: Guard
  readonly stateFile: string
  readonly clock: Clock
  /** One copy, and what the guard says to it; undefined for the first. */
  cycle(): Promise<{ readonly snapshot: Snapshot; readonly seen: Examination | undefined }>
}

/** A vault beside the clinic's folder, copied in turn, with a guard that looks at every copy. Time goes on by a quarter of an hour a copy. */
export async function guardClinic(place: string, source: string, backend?: Backend): Promise<GuardedClinic> {
  await mkdir(place, { recursive: true })
  const vault = await createVault(backend ?? localBackend(join(place, 'HD externo')), {
    secrets: [{ secret: 'chave da máquina', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  let nowMs = systemClock.nowMs()
  const clock: Clock = { ...systemClock, nowMs: () => nowMs, nowNs: () => BigInt(Math.round(nowMs)) * 1_000_000n }
  const stateFile = join(place, 'guarda.json')
  const guard = await Guard.open(stateFile, clock)
  let before: Snapshot | undefined
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
  return { vault, guard, stateFile, clock, cycle }
}
