import { describe, expect, test } from 'vitest'
import { faultyBackend } from '#engine/backends/index.ts'
import {
  applyPrune,
  checkVault,
  listTrash,
  openVault,
  planPrune,
  restoreFromTrash,
  type Vault,
} from '#engine/vault/index.ts'
import { neverDelete, type RetentionPolicy } from '#shared/domain/index.ts'
import { applyRetention, planVaultRetention, type RetentionRun } from './apply.ts'
import { approve, copyOf as copyWithTags, type Files, newVault, OPTIONS, SECRET } from './test-support/clinic.ts'
import type { RetentionRequest } from './types.ts'

const PLAN = 'plano-0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f70'
const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-21T15:00:00-03:00')

const newestOnly: RetentionPolicy = {
  standard: { kind: 'keep', daily: 1, weekly: 0, monthly: 0, yearly: 0 },
  byCategory: {},
  minimumYears: 0,
}
const request = (more: Partial<RetentionRequest> = {}): RetentionRequest => ({
  planTag: PLAN,
  policy: newestOnly,
  ...more,
})
const run = (more: Partial<RetentionRun> = {}): RetentionRun => ({
  nowMs: NOW,
  health: { lastProofAtMs: NOW - DAY_MS, brakes: [] },
  ...more,
})

const copyOf = (vault: Vault, time: string, files: Files) => copyWithTags(vault, time, files, [PLAN])
const at = (day: string) => `2026-${day}T15:00:00Z`
const listed = async (vault: Vault) => (await vault.listSnapshots()).map(({ id }) => id).sort()
const clean = async (vault: Vault, asked = request(), how = run()) => {
  const shown = await planVaultRetention(vault, asked, how)
  await applyRetention(vault, shown, approve(shown), how)
  return shown
}

describe('only copies that nothing depends on go', () => {
  test('versions in between go; the last version of a file that is gone keeps its copy', async () => {
    const { vault } = await newVault()
    const first = await copyOf(vault, at('10-01'), { 'laudo.txt': '1', 'ana/foto.jpg': 'a' })
    await copyOf(vault, at('10-10'), { 'laudo.txt': '2', 'ana/foto.jpg': 'a' })
    const onlyHere = await copyOf(vault, at('10-12'), { 'laudo.txt': '3', 'ana/foto.jpg': 'a', 'ana/só aqui.pdf': 'x' })
    await copyOf(vault, at('10-15'), { 'laudo.txt': '4' })
    const month = await copyOf(vault, at('10-30'), { 'laudo.txt': '5' })
    const newest = await copyOf(vault, at('11-20'), { 'laudo.txt': '6' })
    const shown = await clean(vault)
    expect(await listed(vault)).toEqual([first, onlyHere, month, newest].sort())
    expect(shown.keep.find(({ copyId }) => copyId === onlyHere)?.reasons).toEqual(['only-holder'])
  })

  test('a last version that an earlier copy has at the same place does not keep a second copy', async () => {
    const { vault } = await newVault()
    const first = await copyOf(vault, at('10-01'), { 'receita.pdf': 'última', 'a/b/c': '1' })
    await copyOf(vault, at('10-10'), { 'receita.pdf': 'última', 'a/b/c': '2' })
    const changed = await copyOf(vault, at('10-11'), { 'receita.pdf': 'corrigida', 'a/b/c': '2' })
    const month = await copyOf(vault, at('10-30'), { 'a/b/c': '3' })
    await clean(vault, request(), run())
    expect(await listed(vault)).toEqual([first, changed, month].sort())
  })

  test('a file that moved keeps its last version under both names', async () => {
    const { vault } = await newVault()
    await copyOf(vault, at('10-01'), { 'outra.txt': '' })
    const moved = await copyOf(vault, at('10-02'), { 'antes.txt': 'v', 'outra.txt': '' })
    await copyOf(vault, at('10-03'), { 'depois.txt': 'v', 'outra.txt': '' })
    await copyOf(vault, at('10-04'), { 'depois.txt': 'w', 'outra.txt': '' })
    await copyOf(vault, at('10-30'), { 'depois.txt': 'x', 'outra.txt': '' })
    await clean(vault)
    expect(await listed(vault)).toContain(moved)
    expect(await listed(vault)).toHaveLength(3)
  })
})

describe('two people and a plan', () => {
  async function autumn() {
    const { place, vault } = await newVault()
    const days = ['10-01', '10-02', '10-10', '10-30', '11-18', '11-19', '11-20']
    const ids: string[] = []
    for (const day of days) ids.push(await copyOf(vault, at(day), { 'agenda.txt': day }))
    return { place, vault, ids, shown: await planVaultRetention(vault, request(), run()) }
  }

  test('nothing goes without two people who agree to this very plan on the same day', async () => {
    const { vault, ids, shown } = await autumn()
    expect(shown.remove).toHaveLength(4)
    const other = await planVaultRetention(vault, request({ atMost: 1 }), run())
    const attempts = [
      [shown, approve(shown, 'Ana', 'ana'), run(), 'RET_102'],
      [shown, approve(other), run(), 'RET_103'],
      [shown, approve(shown), run({ nowMs: NOW + 2 * DAY_MS }), 'RET_103'],
      [shown, approve(shown), run({ nowMs: NOW - DAY_MS }), 'RET_103'],
      [{ ...shown, request: other.request }, approve(shown), run(), 'RET_103'],
      [{ ...shown, plannedAtMs: NOW - 1 }, approve(shown), run(), 'RET_103'],
      // More than half of seven.
      [shown, approve(shown), run(), 'RET_101'],
      [other, approve(other), run({ health: { lastProofAtMs: null, brakes: [] } }), 'RET_104'],
      [other, approve(other), run({ health: { lastProofAtMs: NOW, brakes: ['mass-change'] } }), 'RET_105'],
    ] as const
    for (const [plan, approval, how, code] of attempts)
      await expect(applyRetention(vault, plan, approval, how), code).rejects.toMatchObject({ code })
    expect(await listed(vault)).toEqual(ids.toSorted())
    expect(await listTrash(vault)).toEqual([])
    expect(await applyRetention(vault, other, approve(other), run())).toEqual({ trashed: 1 })
    expect((await listTrash(vault)).map(({ snapshot }) => snapshot.id)).toEqual([ids[1]])
  })

  test('what is in the vault counts, not what the plan in hand says of it', async () => {
    const { vault, ids } = await autumn()
    const shown = await planVaultRetention(vault, request({ atMost: 1 }), run())
    const forged = { ...shown, remove: shown.keep.map((kept) => ({ ...kept, isBeyondFloor: false })), keep: [] }
    await applyRetention(vault, forged, approve(forged), run())
    expect(await listed(vault)).toEqual(ids.filter((_, place) => place !== 1).toSorted())
  })

  test('a copy made since the plan changes nothing of it; one that came in below does, and so does one that went', async () => {
    const { vault, ids } = await autumn()
    const asked = request({ atMost: 2 })
    const shown = await planVaultRetention(vault, asked, run())
    const later = await copyOf(vault, '2026-11-21T18:30:00Z', { 'agenda.txt': 'nova' })
    await applyRetention(vault, shown, approve(shown), run({ nowMs: NOW + 3_600_000 }))
    expect(await listed(vault)).toEqual([...ids.filter((_, place) => place !== 1 && place !== 2), later].sort())

    const next = await planVaultRetention(vault, asked, run())
    await copyOf(vault, at('11-20'), { 'agenda.txt': 'outra' })
    await expect(applyRetention(vault, next, approve(next), run())).rejects.toMatchObject({ code: 'RET_103' })
    const again = await planVaultRetention(vault, asked, run())
    await vault.removeSnapshot(ids[0] ?? '')
    await expect(applyRetention(vault, again, approve(again), run())).rejects.toMatchObject({ code: 'RET_103' })
  })

  test('copies without a plan’s tag, and a policy that never deletes, leave everything', async () => {
    const { vault, ids } = await autumn()
    for (const asked of [
      request({ policy: neverDelete }),
      request({ planTag: 'plano-outro' }),
      request({ series: 'monthly' }),
    ]) {
      expect((await clean(vault, asked, run({ health: { lastProofAtMs: null, brakes: [] } }))).remove).toEqual([])
      expect(await listed(vault)).toEqual(ids.toSorted())
    }
  })

  test('somebody else at work: nothing is cleaned', async () => {
    const { place, vault, ids } = await autumn()
    const shown = await planVaultRetention(vault, request({ atMost: 1 }), run())
    const lock = await (await openVault(place, SECRET, OPTIONS)).lock('shared')
    await expect(applyRetention(vault, shown, approve(shown), run())).rejects.toMatchObject({ code: 'VAULT_106' })
    await lock.release()
    expect(await listed(vault)).toEqual(ids.toSorted())
  })
})

test('from plan to trash to room on the disk, and back: every copy that is listed is whole at every step', async () => {
  const { place, vault } = await newVault()
  const whole = async () => expect((await checkVault(vault, { readData: true })).problems).toEqual([])
  const ids: string[] = []
  for (const day of ['10-01', '10-10', '10-30', '11-18', '11-20'])
    ids.push(await copyOf(vault, at(day), { 'base.db': day.repeat(9000), 'foto.jpg': 'f'.repeat(50_000) }))
  await clean(vault)
  expect((await listTrash(vault)).map(({ snapshot }) => snapshot.id).sort()).toEqual([ids[1], ids[3]].sort())
  const plan = await planPrune(vault)
  expect(plan).toMatchObject({ freedBytes: 0, trash: { kept: 2, expired: 0 } })
  await applyPrune(vault, plan, approve(plan))
  await restoreFromTrash(vault, ids[1] ?? '')
  await whole()
  expect(await listed(vault)).toEqual(ids.filter((_, place) => place !== 3).toSorted())

  // An interrupted cleaning removed some of what was agreed to, and nothing else.
  const broken = await openVault(
    faultyBackend(place, ({ method, kind }) =>
      method === 'remove' && kind === 'snapshot' ? { kind: 'fail', code: 'DEST_101' } : undefined,
    ),
    SECRET,
    OPTIONS,
  )
  const shown = await planVaultRetention(broken, request(), run())
  await expect(applyRetention(broken, shown, approve(shown), run())).rejects.toMatchObject({ code: 'DEST_101' })
  await whole()
  await clean(vault)
  expect(await listed(vault)).toEqual([ids[0], ids[2], ids[4]].sort())
  await restoreFromTrash(vault, ids[1] ?? '')
  expect(await listTrash(vault)).toHaveLength(1)
  await whole()
})
