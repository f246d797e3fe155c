import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diskIdSchema } from '#shared/domain/index.ts'
import { isSignedWith, MARKER_FILE, type MarkerFacts, readMarker, writeMarker } from './marker.ts'

let disk: string
const KEY = new Uint8Array(32).fill(7)
const FACTS: MarkerFacts = {
  diskId: diskIdSchema.parse('4f0c6a57-9d0e-4c5b-8a55-2f7a3f3f1a10'),
  replicaId: 'ab'.repeat(32),
  volumeId: 'efd6e99b',
  fileSystem: 'exfat',
  label: 'Disco de março',
  madeAtMs: 1_767_225_600_000,
}

beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), 'HD externo é '))
})
afterEach(() => rm(disk, { recursive: true, force: true }))

async function found() {
  const read = await readMarker(disk)
  if (read.kind !== 'marker') throw new TypeError(read.kind)
  return read.marker
}

test('a disk says which it is, and only its own vault could have written it', async () => {
  expect(await readMarker(disk)).toEqual({ kind: 'none' })
  await writeMarker(disk, FACTS, KEY)
  const marker = await found()
  expect(marker).toMatchObject(FACTS)
  expect(isSignedWith(marker, KEY)).toBe(true)
  expect(isSignedWith(marker, new Uint8Array(32).fill(8))).toBe(false)
  await writeMarker(disk, { ...FACTS, label: 'Disco de abril' }, KEY)
  expect((await found()).label).toBe('Disco de abril')
})

test('nothing on it can be changed unnoticed, while laying the text out anew is no change', async () => {
  await writeMarker(disk, FACTS, KEY)
  const marker = await found()
  const others = {
    diskId: '4f0c6a57-9d0e-4c5b-8a55-2f7a3f3f1a11',
    replicaId: 'cd'.repeat(32),
    volumeId: 'x',
    fileSystem: 'ntfs',
    label: '',
    madeAtMs: 0,
  }
  for (const [name, value] of Object.entries(others)) {
    await writeFile(join(disk, MARKER_FILE), JSON.stringify({ ...marker, [name]: value }))
    expect(isSignedWith(await found(), KEY), name).toBe(false)
  }
  const { signature, ...facts } = marker
  await writeFile(join(disk, MARKER_FILE), JSON.stringify({ signature, ...facts }))
  expect(isSignedWith(await found(), KEY)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['other words', '{"disco": 1}'],
  ['a later version', JSON.stringify({ ...FACTS, version: 2, signature: '0'.repeat(64) })],
  ['a signature that is none', JSON.stringify({ ...FACTS, version: 1, signature: 'x' })],
  ['megabytes', `"${'x'.repeat(1024 * 1024)}"`],
])('a file with %s is no marker, and stays', async (_what, text) => {
  await mkdir(join(disk, 'Salvaguarda'))
  await writeFile(join(disk, MARKER_FILE), text)
  expect(await readMarker(disk)).toEqual({ kind: 'unreadable' })
  expect(await readFile(join(disk, MARKER_FILE), 'utf8')).toBe(text)
})

test('a folder in its place is no marker', async () => {
  await mkdir(join(disk, MARKER_FILE), { recursive: true })
  expect(await readMarker(disk)).toEqual({ kind: 'unreadable' })
})
