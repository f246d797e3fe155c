import { hostname } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import { type Backend, faultyBackend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { coreOf } from '../core.ts'
import { readDocument, writeDocument } from '../documents.ts'
import { decodeLock, encodeLock } from '../format/lock-file.ts'
import { timestampFromNs } from '../format/time.ts'
import { openVault } from '../open-vault.ts'
import { type ManualClock, manualClock } from '../test-support/manual-clock.ts'
import { makeVault, SECRET, saveCopy } from '../test-support/vaults.ts'
import type { Vault, VaultLock } from '../types.ts'
import { releaseAllLocks } from './held-locks.ts'

const MINUTE = 60_000
const lockNames = (place: MemoryBackend) => [...place.files.keys()].filter((path) => path.startsWith('locks/'))

type Stage = { readonly place: MemoryBackend; readonly vault: Vault; readonly clock: ManualClock }

async function stage(wrap: (place: Backend) => Backend = (place) => place): Promise<Stage> {
  const place = memoryBackend()
  const clock = manualClock()
  await makeVault(place)
  return { place, clock, vault: await openVault(wrap(place), SECRET, { clock }) }
}

async function take(
  { vault, clock }: Pick<Stage, 'vault' | 'clock'>,
  mode: 'shared' | 'exclusive',
): Promise<VaultLock | string> {
  const lock = vault.lock(mode).catch((error: unknown) => (isAppError(error) ? error.code : String(error)))
  await clock.advance(200)
  return lock
}

async function taken(at: Stage, mode: 'shared' | 'exclusive' = 'shared'): Promise<VaultLock> {
  const lock = await take(at, mode)
  if (typeof lock === 'string') throw new Error(lock)
  return lock
}

/** A lock of somebody else, refreshed so long ago. */
async function foreignLock({ vault, clock }: Stage, ageMs: number, more: object = {}): Promise<string> {
  const time = timestampFromNs(BigInt(clock.nowMs() - ageMs) * 1_000_000n)
  const lock = { time, exclusive: false, hostname: 'outro-pc', username: 'ana', pid: 4711, ...more }
  return `locks/${await writeDocument(coreOf(vault), 'lock', encodeLock(lock))}`
}

afterEach(() => releaseAllLocks())

test('R31 a lock says who we are, as restic does', async () => {
  const at = await stage()
  await taken(at, 'exclusive')
  const [path = ''] = lockNames(at.place)
  const document = await readDocument(coreOf(at.vault), 'lock', path.slice('locks/'.length))
  const lock = document.kind === 'document' ? decodeLock(document.json) : undefined
  expect(lock).toMatchObject({ exclusive: true, hostname: hostname(), pid: process.pid })
  expect(lock?.time).toBe('2026-11-21T12:00:00Z')
})

test('R31 shared locks live side by side, an exclusive one alone', async () => {
  const at = await stage()
  const rival = { ...at, vault: await openVault(at.place, SECRET, { clock: at.clock }) }
  const shared = await taken(at)
  const second = await taken(rival)
  expect(await take(rival, 'exclusive')).toBe('VAULT_106')
  await shared.release()
  await second.release()
  const alone = await taken(at, 'exclusive')
  expect(await take(rival, 'shared')).toBe('VAULT_106')
  expect(await take(rival, 'exclusive')).toBe('VAULT_106')
  expect(lockNames(at.place)).toHaveLength(1)
  await alone.release()
  await alone.release()
  expect(lockNames(at.place)).toHaveLength(0)
  await (await taken(rival)).release()
})

test('R32 two that lock at the same moment do not both get in', async () => {
  const at = await stage()
  const rival = await openVault(at.place, SECRET, { clock: at.clock })
  const both = Promise.allSettled([at.vault.lock('exclusive'), rival.lock('exclusive')])
  await at.clock.advance(200)
  const outcomes = await both
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2)
  expect(lockNames(at.place).length).toBe(outcomes.filter(({ status }) => status === 'fulfilled').length)
})

test('R33 a held lock is renewed every five minutes: the new file first, then the old one out', async () => {
  const steps: string[] = []
  const at = await stage((place) =>
    faultyBackend(place, ({ method, kind }) => {
      if (kind === 'lock' && (method === 'write' || method === 'remove')) steps.push(method)
      return undefined
    }),
  )
  const lock = await taken(at)
  const [first] = lockNames(at.place)
  await at.clock.advance(5 * MINUTE)
  expect(lockNames(at.place)).toHaveLength(1)
  expect(lockNames(at.place)[0]).not.toBe(first)
  await at.clock.advance(60 * MINUTE)
  expect(lockNames(at.place)).toHaveLength(1)
  expect(lock.lost.aborted).toBe(false)
  expect(steps.slice(0, 5)).toEqual(['write', 'write', 'remove', 'write', 'remove'])
  await lock.release()
  await at.clock.advance(60 * MINUTE)
  expect(lockNames(at.place)).toHaveLength(0)
})

describe('R34 a lock that cannot be kept alive', () => {
  test('is lost after 22.5 minutes, in time before others may take it for dead', async () => {
    let isGone = false
    const at = await stage((place) =>
      faultyBackend(place, () => (isGone ? { kind: 'fail', code: 'DEST_101' } : undefined)),
    )
    const lock = await taken(at)
    isGone = true
    await at.clock.advance(22 * MINUTE)
    expect(lock.lost.aborted).toBe(false)
    await at.clock.advance(2 * MINUTE)
    expect(lock.lost.aborted).toBe(true)
    expect(lock.lost.reason).toMatchObject({ code: 'VAULT_110' })
  })

  test('recovers when the disk is back before that', async () => {
    let isGone = false
    const at = await stage((place) =>
      faultyBackend(place, () => (isGone ? { kind: 'fail', code: 'DEST_101' } : undefined)),
    )
    const lock = await taken(at)
    isGone = true
    await at.clock.advance(15 * MINUTE)
    isGone = false
    await at.clock.advance(60 * MINUTE)
    expect(lock.lost.aborted).toBe(false)
    expect(lockNames(at.place)).toHaveLength(1)
  })

  test('is lost also when the place hangs', async () => {
    let isHanging = false
    const at = await stage((place) => ({
      ...place,
      stat: (file) => (isHanging ? new Promise(() => undefined) : place.stat(file)),
    }))
    const lock = await taken(at)
    isHanging = true
    await at.clock.advance(24 * MINUTE)
    expect(lock.lost.aborted).toBe(true)
  })

  test('is lost when somebody removed it', async () => {
    const at = await stage()
    const lock = await taken(at)
    for (const path of lockNames(at.place)) at.place.files.delete(path)
    await at.clock.advance(5 * MINUTE)
    expect(lock.lost.aborted).toBe(true)
  })

  test('stops everything that would write', async () => {
    const at = await stage()
    await taken(at)
    const tree = await at.vault.saveTree([])
    for (const path of lockNames(at.place)) at.place.files.delete(path)
    await at.clock.advance(5 * MINUTE)
    await expect(at.vault.saveBlob('data', Buffer.from('x'))).rejects.toMatchObject({ code: 'VAULT_110' })
    await expect(
      at.vault.saveSnapshot({ time: '2026-11-21T12:00:00Z', tree: tree.id, paths: [] }),
    ).rejects.toMatchObject({ code: 'VAULT_110' })
    expect(await at.place.list('snapshot')).toEqual([])
  })

  test('after the computer slept it is taken up again while nobody else came', async () => {
    const at = await stage()
    const lock = await taken(at)
    await sleepThrough(at.clock, 120 * MINUTE)
    expect(lock.lost.aborted).toBe(false)
    expect(lockNames(at.place)).toHaveLength(1)
  })

  test('after the computer slept it is lost when somebody else is there', async () => {
    const at = await stage()
    const lock = await taken(at)
    await foreignLock(at, -120 * MINUTE, { exclusive: true })
    await sleepThrough(at.clock, 120 * MINUTE)
    expect(lock.lost.aborted).toBe(true)
  })
})

describe('R34 before anything is committed or destroyed the lock is looked at', () => {
  const commits: Readonly<Record<string, (vault: Vault, copy: string) => Promise<unknown>>> = {
    'a copy': (vault) => saveCopy(vault, new Map([['b', Buffer.from('b')]])),
    'an index file': async (vault) => {
      await vault.saveBlob('data', Buffer.from('c'))
      await vault.flush()
    },
    'removing a copy': (vault, copy) => vault.removeSnapshot(copy),
    'removing a key': async (vault) => {
      const [key] = (await vault.listKeys()).filter(({ id }) => id !== vault.openedWith.id)
      await vault.removeKey(key?.id ?? '')
    },
  }
  test.each(Object.keys(commits))('%s: not when somebody took the lock away while the computer slept', async (name) => {
    const at = await stage()
    const copy = await saveCopy(at.vault, new Map([['a', Buffer.from('a')]]))
    await at.vault.addKey('palavras do kit', { username: 'kit', hostname: 'papel' })
    const lock = await taken(at)
    for (const path of lockNames(at.place)) at.place.files.delete(path)
    const before = [...at.place.files.keys()].filter((path) => !path.startsWith('data/'))
    // Asleep: the clock goes on, no timer rings.
    at.clock.jump(40 * MINUTE)
    await expect(commits[name]?.(at.vault, copy)).rejects.toMatchObject({ code: 'VAULT_110' })
    expect(lock.lost.aborted).toBe(true)
    expect([...at.place.files.keys()].filter((path) => !path.startsWith('data/'))).toEqual(before)
  })

  test('an index file or copy that was on its way when the lock was taken away does not stay', async () => {
    for (const kind of ['index', 'snapshot'] as const) {
      let takesLock = false
      const at = await stage((place) => ({
        ...place,
        write: async (file, bytes) => {
          await place.write(file, bytes)
          if (!takesLock || file.kind !== kind) return
          // Asleep in the middle of the call, for long enough that others clean up.
          for (const { name } of await place.list('lock')) await place.remove({ kind: 'lock', name })
          at.clock.jump(40 * MINUTE)
        },
      }))
      await taken(at)
      takesLock = true
      const before = await at.place.list(kind)
      const copy = saveCopy(at.vault, new Map([['b', Buffer.from('b')]]))
      await expect(copy).rejects.toMatchObject({ code: 'VAULT_110' })
      expect(await at.place.list(kind)).toEqual(before)
      await releaseAllLocks()
    }
  })

  test('a rival that came meanwhile ends it, although the lock file is still there', async () => {
    const at = await stage()
    await taken(at)
    await foreignLock(at, -40 * MINUTE, { exclusive: true })
    at.clock.jump(40 * MINUTE)
    const copy = saveCopy(at.vault, new Map([['b', Buffer.from('b')]])).catch((error: unknown) => error)
    await at.clock.advance(MINUTE)
    expect(await copy).toMatchObject({ code: 'VAULT_110' })
  })

  test('one that nobody touched is renewed and the work goes on', async () => {
    const at = await stage()
    const lock = await taken(at)
    at.clock.jump(40 * MINUTE)
    const copy = saveCopy(at.vault, new Map([['b', Buffer.from('b')]]))
    await at.clock.advance(MINUTE)
    expect(await copy).toHaveLength(64)
    expect(lock.lost.aborted).toBe(false)
    expect(lockNames(at.place)).toHaveLength(1)
  })
})

/** Time that passes without anything running: all due timers ring only at its end. */
async function sleepThrough(clock: ManualClock, durationMs: number): Promise<void> {
  clock.jump(durationMs)
  await clock.advance(MINUTE)
}

describe('R35 locks whose holder cannot be at work any more', () => {
  const DEAD_PID = 2 ** 22 - 3
  test.each([
    ['30 minutes without a sign', 31 * MINUTE, {}],
    ['an exclusive one of yesterday', 24 * 60 * MINUTE, { exclusive: true }],
    ['a process of this computer that is gone', MINUTE, { hostname: hostname(), pid: DEAD_PID, exclusive: true }],
    ['our own number from before a restart', MINUTE, { hostname: hostname(), pid: process.pid, exclusive: true }],
    ['one from a clock that was a year ahead', -365 * 24 * 60 * MINUTE, { exclusive: true }],
  ])('are removed: %s', async (_, ageMs, more) => {
    const at = await stage()
    const dead = await foreignLock(at, ageMs, more)
    const lock = await taken(at, 'exclusive')
    expect(at.place.files.has(dead)).toBe(false)
    expect(lockNames(at.place)).toHaveLength(1)
    await lock.release()
  })

  test.each([
    ['another computer, a moment ago', MINUTE, { exclusive: true }],
    ['another computer, nearly 30 minutes ago', 29 * MINUTE, { exclusive: true }],
    ['another computer, its clock three hours ahead', -180 * MINUTE, { exclusive: true }],
    ['a process of this computer that is alive', MINUTE, { hostname: hostname(), pid: process.ppid, exclusive: true }],
    ['another computer with a number that is free here', MINUTE, { pid: DEAD_PID, exclusive: true }],
  ])('are not: %s', async (_, ageMs, more) => {
    const at = await stage()
    const alive = await foreignLock(at, ageMs, more)
    expect(await take(at, 'shared')).toBe('VAULT_106')
    expect(lockNames(at.place)).toEqual([alive])
  })

  test('a lock of ours that could not be removed is out of the way at once', async () => {
    let isStuck = false
    const at = await stage((place) =>
      faultyBackend(place, ({ method }) =>
        isStuck && method === 'remove' ? { kind: 'fail', code: 'DEST_104' } : undefined,
      ),
    )
    const lock = await taken(at)
    isStuck = true
    await expect(lock.release()).rejects.toMatchObject({ code: 'DEST_104' })
    isStuck = false
    await (await taken(at, 'exclusive')).release()
    expect(lockNames(at.place)).toEqual([])
  })

  test('an empty lock file is passed over; one that says nothing stands in the way of exclusive work only', async () => {
    const at = await stage()
    at.place.files.set(`locks/${'0'.repeat(64)}`, new Uint8Array())
    await (await taken(at, 'exclusive')).release()
    at.place.files.set(`locks/${'1'.repeat(64)}`, Buffer.alloc(150))
    expect(await take(at, 'exclusive')).toBe('VAULT_106')
    await (await taken(at, 'shared')).release()
  })
})

test('R37 closing a vault, and leaving the process, give up every lock', async () => {
  const at = await stage()
  await taken(at)
  await taken(at)
  expect(lockNames(at.place)).toHaveLength(2)
  await at.vault.close()
  expect(lockNames(at.place)).toHaveLength(0)
  await taken(at)
  await releaseAllLocks()
  expect(lockNames(at.place)).toHaveLength(0)
})

test('R36 SIGHUP is taken while a lock is held, and only then', async () => {
  const before = process.listenerCount('SIGHUP')
  const at = await stage()
  const one = await taken(at)
  const two = await taken(at)
  expect(process.listenerCount('SIGHUP')).toBe(before + 1)
  await one.release()
  expect(process.listenerCount('SIGHUP')).toBe(before + 1)
  await two.release()
  expect(process.listenerCount('SIGHUP')).toBe(before)
})

test('R31 a whole copy under a lock leaves none behind', async () => {
  const at = await stage()
  const lock = await taken(at)
  await saveCopy(at.vault, new Map([['a', Buffer.from('a')]]))
  await lock.release()
  expect(lockNames(at.place)).toEqual([])
})
