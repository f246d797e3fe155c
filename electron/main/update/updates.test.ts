import { expect, test } from 'vitest'
import type { UpdateState } from '#shared/contracts/index.ts'
import { openUpdates, type Updater } from './updates.ts'

/** A server and an installer that do what the test says; the real ones are in test/e2e. */
function opened(change: { answers?: (string | null | { code: string })[]; isBusy?: boolean; installs?: boolean } = {}) {
  const answers = change.answers ?? []
  const did: string[] = []
  const timers: { delayMs: number; work: () => void }[] = []
  const updater: Updater = {
    fetchNewer: async () => {
      const answer = answers.shift() ?? null
      did.push('asked')
      if (answer !== null && typeof answer === 'object') throw Object.assign(new Error('not said'), answer)
      return answer
    },
    installAndStart: () => {
      did.push('installed')
      return change.installs ?? true
    },
  }
  const updates = openUpdates({
    source: { kind: 'ready', url: 'https://example.com/', keys: [] },
    load: async () => updater,
    isBusy: () => change.isBusy ?? false,
    stopEngine: async () => void did.push('engine stopped'),
    startAgain: () => void did.push('started again'),
    onFailure: (code) => void did.push(code),
    later: (delayMs, work) => void timers.push({ delayMs, work }),
  })
  const seen: UpdateState[] = []
  updates.follow((state) => seen.push(state))
  return { updates, did, timers, seen }
}

test('it looks some minutes after the start and then once a day, also after a failure', async () => {
  const { timers, did } = opened({ answers: [{ code: 'ENOTFOUND' }, null] })
  for (const expected of [
    ['asked', 'UPD_101'],
    ['asked', 'UPD_101', 'asked'],
  ]) {
    timers.shift()?.work()
    await expect.poll(() => timers.length).toBe(1)
    expect(did).toEqual(expected)
    expect(timers[0]?.delayMs).toBe(86_400_000)
  }
})

test('what is ready is told, and stays ready when the server is away the next day', async () => {
  const { updates, seen, did } = opened({ answers: ['2.0.0', { code: 'ENOTFOUND' }] })
  expect(await updates.look()).toEqual({ kind: 'ready', version: '2.0.0' })
  expect(await updates.look()).toEqual({ kind: 'ready', version: '2.0.0' })
  expect(seen.map(({ kind }) => kind)).toEqual(['current', 'ready'])
  expect(did).toEqual(['asked'])
})

test.each(['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE', 'ERR_SALVAGUARDA_NOT_SIGNED'])(
  '%s is refused by name',
  async (code) => {
    const { updates } = opened({ answers: [{ code }] })
    expect(await updates.look()).toMatchObject({ kind: 'failed', error: { code: 'UPD_102' } })
  },
)

test('two that look at once ask once', async () => {
  const { updates, did } = opened()
  await Promise.all([updates.look(), updates.look()])
  expect(did).toEqual(['asked'])
})

test('nothing is installed while the engine works, nor when nothing is ready', async () => {
  const busy = opened({ answers: ['2.0.0'], isBusy: true })
  await expect(busy.updates.install()).rejects.toThrow('UPD_104')
  await busy.updates.look()
  await expect(busy.updates.install()).rejects.toThrow('UPD_103')
  expect(busy.did).toEqual(['asked'])
})

test('the engine has put its work down before the version changes', async () => {
  const { updates, did } = opened({ answers: ['2.0.0'] })
  await updates.look()
  await updates.install()
  await expect.poll(() => did).toEqual(['asked', 'engine stopped', 'installed'])
})

test('an installation that fails leaves nobody without protection: the same version starts again', async () => {
  const { updates, did } = opened({ answers: ['2.0.0'], installs: false })
  await updates.look()
  await updates.install()
  await expect.poll(() => did).toEqual(['asked', 'engine stopped', 'installed', 'UPD_101', 'started again'])
})

test('where nobody said where, nothing is ever asked for', async () => {
  const timers: unknown[] = []
  const updates = openUpdates({
    source: { kind: 'off', why: 'no-address' },
    load: () => Promise.reject(new Error('not to be loaded')),
    isBusy: () => false,
    stopEngine: async () => {},
    startAgain: () => {},
    onFailure: () => {},
    later: (...timer) => void timers.push(timer),
  })
  expect(await updates.look()).toEqual({ kind: 'off', why: 'no-address' })
  expect(timers).toEqual([])
})
