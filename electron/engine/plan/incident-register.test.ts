import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { JsonBook, silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import { type BookLine, bookLineSchema, type DiskSetView, diskSetViewSchema } from '#shared/contracts/index.ts'
import { type DiskId, planBookSchema } from '#shared/domain/index.ts'
import { EMPTY_PLAN } from './empty-plan.ts'
import { IncidentRegister } from './incident-register.ts'

const KNOWN_AT_MS = Date.UTC(2026, 10, 20, 12)
const idOf = (number: number) => `00000000-0000-4000-8000-00000000000${number}` as DiskId

/** What the disks' room shows of disks that are lost, by their numbers. */
const setOf = (...lost: number[]): DiskSetView =>
  diskSetViewSchema.parse({
    ...{ policy: null, promise: { kind: 'no-disks' }, swap: { kind: 'none' }, strangers: [] },
    disks: lost.map((number) => ({
      ...{ diskId: idOf(number), replicaId: 'c0'.repeat(32), number, label: `Disco ${number}` },
      ...{ state: 'lost', addedAtMs: 1, copiedAtMs: 2, newestCopyAtMs: 3, readBackAtMs: 2, readBackDueSinceMs: null },
      ...{ wholeReadAtMs: null, problems: 0, isOld: false, present: null, staysSinceMs: null, holder: null },
      lost: { atMs: KNOWN_AT_MS, incident: '2026-001' },
    })),
  })
const loss = (number: number, incident: string, laterMs = 0): BookLine =>
  bookLineSchema.parse({
    entry: {
      ...{ kind: 'lost', diskId: idOf(number), number: 7, atMs: KNOWN_AT_MS + laterMs },
      ...{ reportedBy: 'Ana', what: 'ficou no ônibus', incident },
    },
    seal: 'a1',
  })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'incidentes é '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A register as a start finds it: what was written down before is there. */
async function registerOf(lines: readonly BookLine[], set: DiskSetView) {
  const file = path.join(folder, 'plan.json')
  const clock = systemClock
  const book = await JsonBook.open({ file, schema: planBookSchema, empty: EMPTY_PLAN, clock, log: silentLog })
  return new IncidentRegister({
    ...{ book, clock, random: systemRandom, log: silentLog },
    disks: () => set,
    diskLines: () => lines,
    diskEvidence: () => Promise.reject(new Error('the main copies are not here')),
  })
}

it('a lost disk has one incident, however often it is looked for, at once or after a start', async () => {
  const lines = [loss(1, '2026-001')]
  const register = await registerOf(lines, setOf(1))
  await Promise.all([register.lookForLostDisks(), register.lookForLostDisks()])
  await register.lookForLostDisks()
  const again = await registerOf(lines, setOf(1))
  await again.lookForLostDisks()
  expect(again.all()).toMatchObject([
    { number: 1, kind: 'lost-disk', knownAtMs: KNOWN_AT_MS, disk: { label: 'Disco 1', reference: '2026-001' } },
  ])
})

it('so has one that is none of the set any more', async () => {
  const lines = [loss(1, '2026-001')]
  await (await registerOf(lines, setOf())).lookForLostDisks()
  const again = await registerOf(lines, setOf())
  await again.lookForLostDisks()
  expect(again.all()).toMatchObject([{ number: 1, kind: 'lost-disk', openedBy: 'Ana', disk: null }])
})

it('two disks that were reported at the same moment have two, and so has one that is lost a second time', async () => {
  const lines = [loss(1, '2026-001'), loss(2, '2026-001'), loss(1, '2026-002', 86_400_000)]
  const register = await registerOf(lines, setOf(1, 2))
  await register.lookForLostDisks()
  expect(register.all().map(({ number, disk }) => [number, disk?.label, disk?.reference])).toEqual([
    [1, 'Disco 1', '2026-001'],
    [2, 'Disco 2', '2026-001'],
    [3, 'Disco 1', '2026-002'],
  ])
})

it('two that people open at the same moment have two numbers', async () => {
  const handlers = (await registerOf([], setOf())).handlers()
  const signal = new AbortController().signal
  const open = () =>
    handlers.openIncident({ by: 'Ana', kind: 'leak', knownAtMs: KNOWN_AT_MS, words: 'e-mail errado' }, signal)
  expect((await Promise.all([open(), open()])).map(({ number }) => number).sort()).toEqual([1, 2])
})
