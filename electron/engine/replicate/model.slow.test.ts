import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { checkVault, createReplica, type Id, type Vault } from '#engine/vault/index.ts'
import { applyHeal } from './apply-heal.ts'
import { planHeal } from './plan-heal.ts'
import { planReplication } from './plan-replication.ts'
import { replicate } from './replicate.ts'
import { copiesOf, type Files, newVault, open, problemsOf, readCopy, saveCopy } from './test-support/workshop.ts'

/** Noise, but the same each time: names of blobs decide what lies beside what. */
const noise = (name: string, outputLength: number) => createHash('shake256', { outputLength }).update(name).digest()
const POOL = Array.from({ length: 10 }, (_, at) => [`foto ${at}.jpg`, noise(`${at}`, 300 + at * 170)] as const)

/** What may happen to two disks of one vault. */
const side = fc.constantFrom(0, 1)
const step = fc.oneof(
  fc.record({ kind: fc.constant('copy'), at: side, files: fc.uniqueArray(fc.nat(POOL.length - 1), { minLength: 1 }) }),
  fc.record({ kind: fc.constant('bring-up'), at: side }),
  fc.record({ kind: fc.constant('forget'), at: side, which: fc.nat(9) }),
  fc.record({
    kind: fc.constant('damage'),
    at: side,
    which: fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }),
    how: fc.constantFrom('deleted', 'cut', 'flipped'),
  }),
)

const bringUp = async (source: Vault, target: Vault) => replicate(source, target, await planReplication(source, target))

function damage({ files }: MemoryBackend, which: readonly number[], how: string): void {
  const packs = [...files.keys()].filter((path) => path.startsWith('data/')).sort()
  for (const number of which) {
    const path = packs[number % Math.max(1, packs.length)]
    const bytes = path === undefined ? undefined : files.get(path)
    if (path === undefined || !bytes) continue
    if (how === 'deleted') files.delete(path)
    else if (how === 'cut') files.set(path, bytes.slice(0, bytes.length / 2))
    else
      files.set(
        path,
        bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte)),
      )
  }
}

test('whatever two disks go through, each holds its copies whole, and mends from the other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      const places = [memoryBackend(), memoryBackend()] as const
      await createReplica(await newVault(places[0]), places[1])
      const known = new Map<Id, Files>()
      const held = [new Set<Id>(), new Set<Id>()] as const
      let minute = 0
      for (const now of steps) {
        const here = now.at === 0 ? 0 : 1
        const there = here === 0 ? 1 : 0
        const [mine, other] = [await open(places[here]), await open(places[there])]
        if (now.kind === 'copy' && 'files' in now) {
          const files = new Map(now.files.flatMap((at) => POOL.slice(at, at + 1)))
          const id = await saveCopy(mine, files, `2026-01-05T08:${String(minute++).padStart(2, '0')}:00Z`)
          known.set(id, files)
          held[here].add(id)
        } else if (now.kind === 'bring-up') {
          const { heldBack } = await bringUp(other, mine)
          expect(heldBack).toEqual([])
          for (const id of held[there]) held[here].add(id)
        } else if (now.kind === 'forget' && typeof now.which === 'number') {
          const id = [...held[here]][now.which]
          if (id !== undefined) await mine.removeSnapshot(id)
          held[here].delete(id ?? '')
        } else if ('how' in now) {
          await bringUp(mine, other)
          for (const id of held[here]) held[there].add(id)
          damage(places[here], now.which, now.how)
          const damaged = await open(places[here])
          const { problems } = await checkVault(damaged, { readData: true })
          const options = { replicas: [other], problems }
          expect((await applyHeal(damaged, await planHeal(damaged, options), options)).lost).toEqual([])
        }
        for (const at of [0, 1] as const) {
          const reader = await open(places[at])
          expect(await problemsOf(reader)).toEqual([])
          expect(await copiesOf(reader)).toEqual([...held[at]].sort())
          for (const id of held[at]) expect(await readCopy(reader, id)).toEqual(known.get(id))
        }
      }
    }),
    { numRuns: 25 },
  )
})
