import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  type BackendCall,
  type Fault,
  faultyBackend,
  type MemoryBackend,
  memoryBackend,
} from '#engine/backends/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { checkVault } from './check.ts'
import { openVault } from './open-vault.ts'
import { CHEAP, makeVault, readCopy, SECRET, saveCopy } from './test-support/vaults.ts'

const OPTIONS = { ...CHEAP, packTargetBytes: 3000, maxIndexBlobs: 6 }
const EARLIER = new Map([
  ['agenda.txt', Buffer.from('seg 10h')],
  ['foto.jpg', randomBytes(4000)],
])
const LATER = new Map([
  ...EARLIER,
  ...Array.from({ length: 7 }, (_, at) => [`raio-x ${at}.png`, randomBytes(1000)] as const),
])

async function prepared(): Promise<{ place: MemoryBackend; earlier: string }> {
  const place = memoryBackend()
  return { place, earlier: await saveCopy(await makeVault(place, OPTIONS), EARLIER) }
}

/** One whole backup through a place that fails as told; the id of the copy, or the code it ended with. */
async function backUp(place: MemoryBackend, decide: (call: BackendCall) => Fault | undefined): Promise<string> {
  try {
    const vault = await openVault(faultyBackend(place, decide), SECRET, OPTIONS)
    return await saveCopy(vault, LATER)
  } catch (error) {
    if (!isAppError(error)) throw error
    return error.code
  }
}

async function countCalls(): Promise<number> {
  let calls = 0
  await backUp((await prepared()).place, ({ number }) => {
    calls = number
    return undefined
  })
  return calls
}

const disasters: Readonly<Record<string, (call: BackendCall, at: number) => Fault | undefined>> = {
  'one call fails': ({ number }, at) => (number === at ? { kind: 'fail', code: 'DEST_104' } : undefined),
  'one answer is lost': ({ number }, at) => (number === at ? { kind: 'lose-answer', code: 'DEST_104' } : undefined),
  'the disk is pulled': ({ number }, at) => (number >= at ? { kind: 'fail', code: 'DEST_101' } : undefined),
  'the disk is full': ({ number, method }, at) =>
    number >= at && method === 'write' ? { kind: 'fail', code: 'DEST_102' } : undefined,
}

test.each(Object.keys(disasters))(
  'R38 when %s at any step, earlier copies stay whole and the next run works',
  async (name) => {
    const calls = await countCalls()
    expect(calls).toBeGreaterThan(10)
    let failures = 0
    for (let at = 1; at <= calls; at += 1) {
      const { place, earlier } = await prepared()
      const outcome = await backUp(place, (call) => disasters[name]?.(call, at))
      const isDone = outcome.length === 64
      failures += isDone ? 0 : 1

      const vault = await openVault(place, SECRET, OPTIONS)
      expect(await readCopy(vault, earlier), `${name} at ${at}`).toEqual(EARLIER)
      if (isDone) expect(await readCopy(vault, outcome), `${name} at ${at}`).toEqual(LATER)
      expect((await checkVault(vault, { readData: true })).problems, `${name} at ${at}`).toEqual([])

      const next = await saveCopy(await openVault(place, SECRET, OPTIONS), LATER)
      const after = await openVault(place, SECRET, OPTIONS)
      expect(await readCopy(after, next), `${name} at ${at}`).toEqual(LATER)
      expect((await checkVault(after, { readData: true })).problems, `${name} at ${at}`).toEqual([])
    }
    expect(failures).toBeGreaterThan(calls / 3)
  },
)

test('R38 the same open vault can be used again after a fault', async () => {
  const { place } = await prepared()
  let isBroken = false
  const vault = await openVault(
    faultyBackend(place, ({ method }) =>
      isBroken && method === 'write' ? { kind: 'fail', code: 'DEST_102' } : undefined,
    ),
    SECRET,
    OPTIONS,
  )
  isBroken = true
  await expect(saveCopy(vault, LATER)).rejects.toMatchObject({ code: 'DEST_102' })
  isBroken = false
  const id = await saveCopy(vault, LATER)
  const reader = await openVault(place, SECRET)
  expect(await readCopy(reader, id)).toEqual(LATER)
  expect((await checkVault(reader, { readData: true })).problems).toEqual([])
})

test('R18 no bit of a pack can change without the reader noticing', async () => {
  const { place, earlier } = await prepared()
  for (let bit = 0; bit < 400; bit += 7) {
    const flipping = faultyBackend(place, ({ method, kind }) =>
      method === 'read' && kind === 'pack' ? { kind: 'flip-bit', bit } : undefined,
    )
    await expect(openVault(flipping, SECRET).then((vault) => readCopy(vault, earlier))).rejects.toMatchObject({
      code: 'VAULT_105',
    })
  }
  const cutting = faultyBackend(place, ({ method, kind }) =>
    method === 'read' && kind === 'pack' ? { kind: 'cut-short', lengthBytes: 40 } : undefined,
  )
  await expect(openVault(cutting, SECRET).then((vault) => readCopy(vault, earlier))).rejects.toMatchObject({
    code: 'VAULT_105',
  })
})
