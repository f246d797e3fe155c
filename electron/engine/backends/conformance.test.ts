import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backendKinds, openBackend } from './all.ts'
import type { Backend } from './backend.ts'
import { conformanceCases } from './conformance.ts'
import { localBackend } from './local/index.ts'
import { memoryBackend } from './memory/index.ts'
import { faultyBackend } from './wrap/index.ts'

let folder = ''
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disco da clínica '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
const newPath = () => join(folder, `cópia ${made++}`)

const places: Readonly<Record<string, () => Backend>> = {
  memory: memoryBackend,
  local: () => localBackend(newPath()),
  'local, as Windows is treated': () => localBackend(newPath(), { platform: 'win32' }),
  'opened by its written-down location': () => openBackend({ kind: 'local', path: newPath() }),
  'faulty without faults': () => faultyBackend(localBackend(newPath()), () => undefined),
}

describe.each(Object.keys(places))('%s', (place) => {
  test.each(conformanceCases)('$name', ({ run }) => run(places[place]?.() ?? memoryBackend()))
})

test('the suite notices a place that breaks the contract', async () => {
  const breaks: Readonly<Record<string, (good: Backend) => Backend>> = {
    'loses bytes': (good) =>
      faultyBackend(good, ({ method }) => (method === 'read' ? { kind: 'cut-short', lengthBytes: 5 } : undefined)),
    'changes bytes': (good) =>
      faultyBackend(good, ({ method }) => (method === 'read' ? { kind: 'flip-bit', bit: 3 } : undefined)),
    'lists nothing': (good) => ({ ...good, list: async () => [] }),
    'removes nothing': (good) => ({ ...good, remove: async () => undefined }),
    'makes itself': (good) => ({ ...good, write: (file, bytes) => good.create().then(() => good.write(file, bytes)) }),
  }
  for (const [name, breakIt] of Object.entries(breaks)) {
    const outcomes = await Promise.allSettled(conformanceCases.map(({ run }) => run(breakIt({ ...memoryBackend() }))))
    expect(
      outcomes.some(({ status }) => status === 'rejected'),
      name,
    ).toBe(true)
  }
})

test('every folder of a kind of destination has its line in all.ts', async () => {
  const { readdir } = await import('node:fs/promises')
  const entries = await readdir(new URL('.', import.meta.url), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory() && !['http', 'memory', 'wrap'].includes(entry.name))
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(backendKinds).sort())
})
