import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PlaceTestEvent, placeTestCases } from '#shared/domain/index.ts'
import type { Code } from '#shared/errors/index.ts'
import { openBackend } from './all.ts'
import type { Backend } from './backend.ts'
import { conformanceCases } from './conformance.ts'
import { type PlaceTestOptions, testPlace } from './test-place.ts'
import { type BackendCall, type Fault, faultyBackend } from './wrap/index.ts'

let disk = ''
beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), 'disco da clínica '))
})
afterEach(() => rm(disk, { recursive: true, force: true }))

const everything = async () => (await readdir(disk, { recursive: true })).sort()
async function tryOut(path: string, options: PlaceTestOptions = {}): Promise<PlaceTestEvent[]> {
  const events: PlaceTestEvent[] = []
  for await (const event of testPlace({ kind: 'local', path }, {}, options)) events.push(event)
  return events
}
const kindsOf = (events: readonly PlaceTestEvent[]) => events.map(({ kind }) => kind)

/** A place that misbehaves; its folders can still be removed. */
const spoiled =
  (decide: (call: BackendCall) => Fault | undefined): NonNullable<PlaceTestOptions['open']> =>
  (place, access) => {
    const good = openBackend(place, access)
    const bad: Backend = faultyBackend(good, decide)
    return { ...bad, removeEmptyFolders: async () => good.removeEmptyFolders?.() }
  }

test('every case of the contract has a stable id, in order', () => {
  expect(conformanceCases.map(({ id }) => id)).toEqual(placeTestCases)
})

test('a good place passes, with its speed, and is left as it was: beside a folder that is not there yet, inside one that is', async () => {
  const path = join(disk, 'cofre')
  const first = await tryOut(path)
  expect(kindsOf(first)).toEqual(['measured', ...placeTestCases.map(() => 'case'), 'finished'])
  expect(first.at(-1)).toEqual({ kind: 'finished', isFit: true, isAsBefore: true, code: null })
  expect(first[0]).toMatchObject({ upBytesPerSecond: expect.any(Number), freeBytes: expect.any(Number) })
  expect(await everything()).toEqual([])

  await mkdir(join(path, 'data'), { recursive: true })
  await writeFile(join(path, 'config'), 'de um cofre')
  const before = await everything()
  expect((await tryOut(path)).at(-1)).toEqual({ kind: 'finished', isFit: true, isAsBefore: true, code: null })
  expect(await everything()).toEqual(before)
})

test('a place that gives back other bytes is not fit, and says in what', async () => {
  const events = await tryOut(join(disk, 'cofre'), {
    open: spoiled(({ method }) => (method === 'read' ? { kind: 'flip-bit', bit: 3 } : undefined)),
  })
  expect(events).toContainEqual({ kind: 'case', id: 'read-back', outcome: { kind: 'broken' } })
  expect(events).toContainEqual({ kind: 'case', id: 'missing-is-told', outcome: { kind: 'kept' } })
  expect(events.at(-1)).toEqual({ kind: 'finished', isFit: false, isAsBefore: true, code: null })
  expect(await everything()).toEqual([])
})

test.each<[string, Code]>([
  ['that is not there', 'DEST_101'],
  ['that lets nobody write', 'DEST_103'],
  ['that refuses the password', 'DEST_105'],
])('a place %s is told at once and nothing is made', async (_, code) => {
  const events = await tryOut(
    join(disk, 'cofre'),
    code === 'DEST_101' ? {} : { open: spoiled(() => ({ kind: 'fail', code })) },
  ).then((found) => (code === 'DEST_101' ? tryOut(join(disk, 'falta', 'cofre')) : found))
  expect(events).toEqual([{ kind: 'finished', isFit: false, isAsBefore: true, code }])
  expect(await everything()).toEqual([])
})

test('a place that is full in the middle is told, and cleaned', async () => {
  const events = await tryOut(join(disk, 'cofre'), {
    open: spoiled(({ method, kind }) =>
      method === 'write' && kind === 'index' ? { kind: 'fail', code: 'DEST_102' } : undefined,
    ),
  })
  expect(events).toContainEqual({ kind: 'case', id: 'read-back', outcome: { kind: 'failed', code: 'DEST_102' } })
  expect(events.at(-1)).toEqual({ kind: 'finished', isFit: false, isAsBefore: true, code: 'DEST_102' })
  expect(await everything()).toEqual([])
})

test('a place from which nothing can be removed is not tried further than one small file, and that is said', async () => {
  const events = await tryOut(join(disk, 'cofre'), {
    open: spoiled(({ method }) => (method === 'remove' ? { kind: 'fail', code: 'DEST_112' } : undefined)),
  })
  expect(events).toEqual([{ kind: 'finished', isFit: false, isAsBefore: false, code: 'DEST_112' }])
  expect((await everything()).filter((name) => /[0-9a-f]{64}$/.test(name))).toHaveLength(1)
})

test('whoever stops in the middle leaves nothing behind', async () => {
  const stop = new AbortController()
  const seen: string[] = []
  const trial = async () => {
    for await (const event of testPlace({ kind: 'local', path: join(disk, 'cofre') }, {}, { signal: stop.signal })) {
      seen.push(event.kind)
      if (seen.length === 3) stop.abort(new Error('basta'))
    }
  }
  await expect(trial()).rejects.toThrow('basta')
  expect(seen).toHaveLength(3)
  expect(await everything()).toEqual([])
})
