import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog, systemClock } from '#engine/kernel/index.ts'
import { accountIdSchema, learntAtMs, lessonIdSchema, lessons, lessonsFor } from '#shared/domain/index.ts'
import { TrainingBook } from './book.ts'

const DAY = 86_400_000
const ANA = accountIdSchema.parse('00000000-0000-4000-8000-000000000001')
let folder: string
let nowMs: number
const open = () =>
  TrainingBook.open({
    file: path.join(folder, 'training.json'),
    clock: { ...systemClock, nowMs: () => nowMs },
    log: silentLog,
  })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lições é '))
  nowMs = Date.UTC(2026, 10, 22)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('every answer is a line of its own, with the next number, and still there after a restart', async () => {
  const book = await open()
  await book.add({ lessonId: 'copy', name: 'Ana', accountId: null, isRight: false })
  nowMs += 1000
  await book.add({ lessonId: 'copy', name: 'Ana', accountId: null, isRight: true })
  expect((await open()).answers.map(({ number, isRight }) => [number, isRight])).toEqual([
    [1, false],
    [2, true],
  ])
})

it('a full book makes room by its oldest wrong answer: what somebody learnt stays', async () => {
  const answers = Array.from({ length: 20_000 }, (_, at) => ({
    ...{ number: at + 1, atMs: nowMs, lessonId: 'copy', name: 'Ana', accountId: null, isRight: at !== 1 },
  }))
  await writeFile(path.join(folder, 'training.json'), JSON.stringify({ version: 1, answers }))
  const book = await open()
  await book.add({ lessonId: 'kit', name: 'Bia', accountId: null, isRight: true })
  expect(book.answers).toHaveLength(20_000)
  expect(book.answers.slice(0, 2).map(({ number }) => number)).toEqual([1, 3])
  expect(book.answers.at(-1)).toMatchObject({ number: 20_001, name: 'Bia' })
})

describe('what counts as learnt', () => {
  it('is a right answer of the last year, by the person and no other', async () => {
    const book = await open()
    await book.add({ lessonId: 'copy', name: 'Ana  ', accountId: null, isRight: true })
    await book.add({ lessonId: 'kit', name: 'Ana', accountId: ANA, isRight: false })
    const learnt = (name: string, lessonId: 'copy' | 'kit', laterMs = 0) =>
      learntAtMs(book.answers, lessonId, { name, accountId: null }, nowMs + laterMs)
    expect(learnt('ana', 'copy')).toBe(nowMs)
    expect(learnt('Bia', 'copy')).toBeNull()
    expect(learnt('Ana', 'kit')).toBeNull()
    expect(learnt('Ana', 'copy', 365 * DAY)).toBeNull()
  })

  it('goes by the account where there is one: two people may share a name', async () => {
    const book = await open()
    await book.add({ lessonId: 'copy', name: 'Ana', accountId: ANA, isRight: true })
    const other = accountIdSchema.parse('00000000-0000-4000-8000-000000000002')
    expect(learntAtMs(book.answers, 'copy', { name: 'Ana', accountId: other }, nowMs)).toBeNull()
    expect(learntAtMs(book.answers, 'copy', { name: 'Ana Lima', accountId: ANA }, nowMs)).toBe(nowMs)
  })
})

it('every role has lessons, and no lesson is for nobody', () => {
  for (const role of ['reception', 'professional', 'manager', 'technician', 'auditor'] as const)
    expect(lessonsFor(role).length).toBeGreaterThanOrEqual(3)
  expect(lessonIdSchema.options.filter((lessonId) => lessons[lessonId].roles.length === 0)).toEqual([])
})
