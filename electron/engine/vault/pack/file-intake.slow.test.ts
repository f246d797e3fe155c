import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { createVault } from '../create-vault.ts'
import type { StoredChunk } from '../file-types.ts'
import type { Vault } from '../types.ts'

const MIB = 1024 ** 2

/** A vault that has had enough to do to use its threads. */
async function makePlace(): Promise<{ readonly folder: string; readonly vault: Vault }> {
  const folder = await mkdtemp(join(tmpdir(), 'Recepção São João '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const vault = await createVault(localBackend(join(folder, 'HD')), {
    secrets: [{ secret: 'chave', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  await mkdir(join(folder, 'fonte'))
  await vault.saveBlob('data', randomBytes(5 * MIB))
  return { folder: join(folder, 'fonte'), vault }
}

const NEVER = new AbortController().signal

async function store(
  vault: Vault,
  path: string,
  onChunk: (chunk: StoredChunk) => void = () => undefined,
  sizeBytes = 9 * MIB,
) {
  const file = { path: Buffer.from(path), sizeBytes, signal: NEVER, onChunk }
  const begun = await vault.storeFile(file)
  if (!begun) throw new TypeError('no thread for so little')
  return begun.done
}

async function contentOf(vault: Vault, stored: Awaited<ReturnType<typeof store>>): Promise<Buffer> {
  if (stored.kind !== 'stored') throw new TypeError(stored.kind)
  return Buffer.concat(await Promise.all(stored.content.map((id) => vault.readBlob('data', id))))
}

it('keeps many small files and big ones byte for byte, and what is there already only once', async () => {
  const { folder, vault } = await makePlace()
  const big = randomBytes(9 * MIB)
  // More than may be under way at once.
  const different = Array.from({ length: 100 }, (_, at) => randomBytes(200 + 50 * at))
  const notes = Array.from({ length: 700 }, (_, at) => different[at % 100] ?? Buffer.of())
  await writeFile(join(folder, 'grande.bin'), big)
  await writeFile(join(folder, 'vazio.txt'), '')
  for (const [at, note] of notes.entries()) await writeFile(join(folder, `${at}.txt`), note)
  const chunks: StoredChunk[] = []
  const keep = (chunk: StoredChunk) => chunks.push(chunk)
  const bigDone = store(vault, join(folder, 'grande.bin'), keep)
  const empty = await store(vault, join(folder, 'vazio.txt'), keep, 0)
  const small = await Promise.all(notes.map((note, at) => store(vault, join(folder, `${at}.txt`), keep, note.length)))
  const stored = await bigDone
  await vault.flush()
  expect((await contentOf(vault, stored)).equals(big)).toBe(true)
  for (const [at, each] of small.entries())
    expect((await contentOf(vault, each)).equals(notes[at] ?? Buffer.of())).toBe(true)
  expect(empty).toMatchObject({ kind: 'stored', content: [], sizeBytes: 0n })
  expect(chunks.filter(({ isNew }) => isNew).length).toBe(100 + (stored.kind === 'stored' ? stored.content.length : 0))
  const sizes = await Promise.all(chunks.map((chunk) => chunk.stored))
  expect(sizes.every((bytes, at) => bytes > 0 === chunks[at]?.isNew)).toBe(true)
  // What each took is told of each: noise does not get smaller.
  for (const [at, { isNew, lengthBytes }] of chunks.entries())
    if (isNew) expect(sizes[at]).toBeGreaterThanOrEqual(lengthBytes)
  expect(sizes.every((bytes, at) => bytes < (chunks[at]?.lengthBytes ?? 0) + 100)).toBe(true)
})

it('tells of each file in a batch by itself: gone, a folder, grown beyond what a batch takes', async () => {
  const { folder, vault } = await makePlace()
  const grown = randomBytes(3 * MIB)
  await writeFile(join(folder, 'a.txt'), 'a')
  await mkdir(join(folder, 'pasta'))
  await writeFile(join(folder, 'cresceu.bin'), grown)
  await store(vault, join(folder, 'cresceu.bin'))
  const settled = await Promise.allSettled(
    ['nada.txt', 'pasta', 'a.txt', 'cresceu.bin'].map((name) => store(vault, join(folder, name), undefined, 400_000)),
  )
  expect(settled[0]).toMatchObject({ reason: { code: 'ENOENT', syscall: 'open' } })
  expect(settled[1]).toMatchObject({ value: { kind: 'changed' } })
  const [, , a, b] = settled
  if (a?.status !== 'fulfilled' || b?.status !== 'fulfilled') throw new TypeError('not stored')
  await vault.flush()
  expect((await contentOf(vault, a.value)).toString()).toBe('a')
  expect((await contentOf(vault, b.value)).equals(grown)).toBe(true)
})

it('says so when a file changes while it is read', async () => {
  const { folder, vault } = await makePlace()
  const path = join(folder, 'gravando.dat')
  await writeFile(path, randomBytes(12 * MIB))
  expect(await store(vault, path, () => appendFileSync(path, 'mais'))).toEqual({ kind: 'changed' })
})

it('stops where it is cancelled, and takes the next file', async () => {
  const { folder, vault } = await makePlace()
  const path = join(folder, 'grande.bin')
  const bytes = randomBytes(12 * MIB)
  await writeFile(path, bytes)
  const stop = new AbortController()
  const file = {
    path: Buffer.from(path),
    sizeBytes: 12 * MIB,
    signal: stop.signal,
    onChunk: () => stop.abort(new Error('chega')),
  }
  const begun = await vault.storeFile(file)
  await expect(begun?.done).rejects.toThrow('chega')
  const again = await store(vault, path)
  await vault.flush()
  expect((await contentOf(vault, again)).equals(bytes)).toBe(true)
})
