import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TreeNode } from '#engine/vault/index.ts'
import { categoryTags } from '#shared/domain/index.ts'
import { keepOnlyHolders } from './only-holders.ts'
import { planRetention } from './plan.ts'
import { fileNode, folderNode } from './test-support/nodes.ts'
import type { RetentionCopy, RetentionPlan, RetentionRequest } from './types.ts'

const PLAN = 'plano-0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f70'
const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-21T15:00:00-03:00')
const NAMES = ['a', 'b', 'p/a', 'p/q/r', 'p/q/s']

/** Path to content. */
type Files = Readonly<Record<string, string>>
type Made = RetentionCopy & { readonly files: Files }

/** Trees as a vault keeps them, in memory: thousands of histories are tried. */
class Trees {
  readonly #trees = new Map<string, readonly TreeNode[]>()
  /** How many folders were opened. */
  opened = 0

  save(files: Files): string {
    const below = new Map<string, Record<string, string>>()
    const nodes: TreeNode[] = []
    for (const [path, text] of Object.entries(files).sort()) {
      const slash = path.indexOf('/')
      const folder = path.slice(0, slash)
      if (slash < 0)
        nodes.push(fileNode(path, text === '' ? [] : [createHash('sha256').update(text).digest('hex')], text.length))
      else below.set(folder, { ...below.get(folder), [path.slice(slash + 1)]: text })
    }
    for (const [folder, inside] of below) nodes.push(folderNode(folder, this.save(inside)))
    const id = createHash('sha256')
      .update(JSON.stringify(nodes, (_, value) => (typeof value === 'bigint' ? `${value}` : value)))
      .digest('hex')
    this.#trees.set(id, nodes)
    return id
  }

  readTree = async (id: string): Promise<readonly TreeNode[]> => {
    this.opened += 1
    return this.#trees.get(id) ?? []
  }
}

const requestOf = (daily: number, more: Partial<RetentionRequest> = {}): RetentionRequest => {
  const keep = (days: number) => ({ kind: 'keep', daily: days, weekly: 0, monthly: 0, yearly: 0 }) as const
  return { planTag: PLAN, policy: { standard: keep(daily), byCategory: { agenda: keep(0) }, minimumYears: 0 }, ...more }
}

async function planOf(
  made: readonly Made[],
  request: RetentionRequest,
  nowMs = NOW,
  trees = new Trees(),
): Promise<RetentionPlan> {
  const snapshots = new Map(made.map((copy) => [copy.copyId, { tree: trees.save(copy.files) }]))
  return keepOnlyHolders(trees, planRetention(made, request, nowMs), snapshots)
}

const files = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom('1', '2', ''), { maxKeys: 5 })
const history = (tags: fc.Arbitrary<string[]>, days = 70) =>
  fc
    .array(fc.record({ day: fc.integer({ min: 0, max: days }), files, tags }), { minLength: 1, maxLength: 14 })
    .map((list) =>
      list
        .toSorted((left, right) => left.day - right.day)
        .map(
          (copy, place): Made => ({
            copyId: `${place}`.padStart(2, '0'),
            takenAtMs: NOW - (days + 3 - copy.day) * DAY_MS + place * 60_000,
            files: copy.files,
            tags: [PLAN, ...copy.tags],
          }),
        ),
    )

test('no file of the last twenty years loses its last version; cleaned again, nothing more goes', async () => {
  await fc.assert(
    fc.asyncProperty(
      history(fc.constant([])),
      fc.integer({ min: 0, max: 3 }),
      fc.option(fc.integer({ min: 1, max: 3 })),
      async (made, daily, atMost) => {
        const request = requestOf(daily, atMost === null ? {} : { atMost })
        let left: readonly Made[] = made
        // Cleaned a few at a time until there is nothing to clean, the last version of each file is somewhere all along.
        for (let round = 0; ; round += 1) {
          const plan = await planOf(left, request)
          for (const name of NAMES) {
            const last = made.findLast((copy) => copy.files[name] !== undefined)?.files[name]
            const gone = new Set(plan.remove.map(({ copyId }) => copyId))
            const stays = left.filter(({ copyId }) => !gone.has(copyId))
            if (last !== undefined)
              expect(
                stays.some((copy) => copy.files[name] === last),
                name,
              ).toBe(true)
          }
          if (plan.remove.length === 0) break
          const kept = new Set(plan.keep.map(({ copyId }) => copyId))
          left = left.filter(({ copyId }) => kept.has(copyId))
          if (atMost === null) expect(round).toBe(0)
        }
        expect(left.at(-1)).toBe(made.at(-1))
      },
    ),
    { numRuns: 150 },
  )
})

test('health records keep their last versions also when copies of other things go over the years', async () => {
  const tags = fc.constantFrom<string[]>(
    [categoryTags.records],
    [categoryTags.records],
    [categoryTags.agenda],
    [categoryTags.finance],
  )
  await fc.assert(
    fc.asyncProperty(
      history(tags),
      fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 4 }),
      async (made, waits) => {
        let left: readonly Made[] = made
        let nowMs = NOW
        for (const days of [0, ...waits]) {
          nowMs += days * DAY_MS
          if (nowMs > NOW + 19 * 365 * DAY_MS) break
          const kept = new Set((await planOf(left, requestOf(1), nowMs)).keep.map(({ copyId }) => copyId))
          left = left.filter(({ copyId }) => kept.has(copyId))
        }
        const records = made.filter((copy) => copy.tags.includes(categoryTags.records))
        for (const name of NAMES) {
          const last = records.findLast((copy) => copy.files[name] !== undefined)?.files[name]
          if (last !== undefined)
            expect(
              left.some((copy) => copy.files[name] === last && copy.tags.includes(categoryTags.records)),
              name,
            ).toBe(true)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('folders that did not change are opened once, not once a copy', async () => {
  const unchanged = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`pasta ${at}/foto.jpg`, `${at}`]))
  const made = Array.from(
    { length: 30 },
    (_, at): Made => ({
      copyId: `${at}`,
      takenAtMs: NOW - (40 - at) * DAY_MS,
      tags: [PLAN],
      files: { ...unchanged, 'agenda.txt': `${at}` },
    }),
  )
  const trees = new Trees()
  const plan = await planOf(made, requestOf(1), NOW, trees)
  expect(plan.remove.length).toBeGreaterThan(20)
  expect(trees.opened).toBeLessThan(50 * 2 + 30 * 3)
})
