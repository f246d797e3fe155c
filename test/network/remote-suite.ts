import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, conformanceCases, type FileKind, faultyBackend } from '#engine/backends/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { checkVault, openVault, type Vault } from '#engine/vault/index.ts'
import { makeVault, readCopy, SECRET, saveCopy } from '#engine/vault/test-support/vaults.ts'
import { codeOf, isAppError } from '#shared/errors/index.ts'
import { run } from '../cli.ts'
import { campaign } from '../faults/campaign.ts'
import { type Dice, diceOf } from '../faults/dice.ts'
import { expectTrue, expectUsable, SMALL } from '../faults/truth.ts'
import { workNames, works } from '../faults/works.ts'
import { resticPath } from '../peers.ts'
import { type Toxic, type ToxicProxy, toxicProxy } from './toxic-proxy.ts'

/** A real server of one kind, as the suite needs it. */
export type Remote = {
  readonly port: number
  /** The place of a name, reached through a port: the server's own or a spoiled wire's. The same name is the same place. */
  open(name: string, port: number): Backend
  /** With which settings and options stock restic opens the same place. */
  stockRestic(
    name: string,
  ): Promise<{ readonly env: Readonly<Record<string, string>>; readonly args: readonly string[] }>
  stop(): Promise<void>
}

/** Waits between tries cost a moment only. */
export const hastyClock: Clock = {
  ...systemClock,
  sleep: (durationMs, signal) => systemClock.sleep(Math.min(durationMs, 30), signal),
}
/** Long enough for a machine that does much else, short enough for a test that waits for the end of them. */
export const HASTY_TIMES = { connectMs: 15_000, headMs: 1_500, stallMs: 1_500, paceMs: 8_000 }

const BUSY = 'HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'
const CLEAN: Toxic = { kind: 'clean' }
const cut = (kind: 'cut' | 'half-close' | 'swallow', direction: 'up' | 'down', afterBytes: number): Toxic => ({
  kind,
  direction,
  afterBytes,
})
/** What the connections of one piece of work meet, counted from 1. The first is struck early: work begins with one question after the other. */
const WIRES: Readonly<Record<string, (connection: number) => Toxic>> = {
  'answers late': () => ({ kind: 'latency', delayMs: 15 }),
  'cuts what goes up': (n) => (n > 4 ? CLEAN : cut('cut', 'up', n * 400)),
  'cuts what comes down': (n) => (n > 4 ? CLEAN : cut('cut', 'down', n * 250)),
  'cuts again and again': (n) => cut('cut', 'up', n * n * 300),
  'closes one half': (n) => (n > 4 ? CLEAN : cut('half-close', n % 2 ? 'up' : 'down', n * 500)),
  'goes silent': (n) => (n > 2 ? CLEAN : cut('swallow', n === 1 ? 'down' : 'up', n * 800)),
  'comes in drops': (n) => (n > 2 ? CLEAN : { kind: 'drip', dropBytes: 40, everyMs: 1 }),
  'refuses now and then': (n) => (n % 3 === 0 ? CLEAN : { kind: 'refuse' }),
}
const WEB_WIRES: typeof WIRES = {
  'meets a busy server': (n) => (n > 6 ? CLEAN : { kind: 'says', text: BUSY }),
}

/**
 * What every place on a network has to keep, against its real server: the contract, a vault through bad wires and bad places,
 * and stock restic as second reader and writer.
 */
export function remoteSuite(start: () => Promise<Remote>, options: { readonly speaksHttp: boolean }): void {
  let remote: Remote
  let made = 0
  const newName = () => `cópia ${made++}`
  beforeAll(async () => {
    remote = await start()
  })
  afterAll(() => remote?.stop())

  async function withPlace<T>(name: string, port: number, work: (place: Backend) => Promise<T>): Promise<T> {
    const place = remote.open(name, port)
    try {
      return await work(place)
    } finally {
      await place.close()
    }
  }

  describe('the contract', () => {
    test.each(conformanceCases)('$name', ({ run: runCase }) => withPlace(newName(), remote.port, runCase))
  })

  describe('a vault', () => {
    const name = 'cofre da clínica'
    const copies = new Map<string, ReadonlyMap<string, Uint8Array>>()
    beforeAll(() => withPlace(name, remote.port, (place) => makeVault(place, SMALL)))
    const fail = (error: unknown) => (isAppError(error) ? error.code : Promise.reject(error))

    const wires = { ...WIRES, ...(options.speaksHttp ? WEB_WIRES : {}) }
    test.each(Object.keys(wires))(
      'over a wire that %s: a copy is whole or its failure has a code, and again it is whole',
      async (wire) => {
        await using proxy = await toxicProxy(remote.port)
        const dice = diceOf(Object.keys(wires).indexOf(wire))
        const files = new Map([1, 60, 9_000, 30_000].map((bytes, at) => [`${wire} ${at}.pdf`, dice.bytes(bytes)]))
        proxy.infect((connection) => wires[wire]?.(connection) ?? CLEAN)
        const copy = (port: number) =>
          withPlace(name, port, async (place) => saveCopy(await openVault(place, SECRET, SMALL), files))
        const outcome = await copy(proxy.port).then((id) => ({ id }), fail)
        if (typeof outcome === 'object') copies.set(outcome.id, files)
        else expect(outcome).toMatch(/^DEST_10[14]$/)
        expect(proxy.struck).toBeGreaterThan(0)
        copies.set(await copy(remote.port), files)
      },
    )

    test('holds every copy it said it holds', () =>
      withPlace(name, remote.port, async (place) => {
        const vault = await openVault(place, SECRET, SMALL)
        for (const [id, files] of copies) expect(await readCopy(vault, id)).toEqual(files)
        expect((await checkVault(vault, { readData: true })).problems).toEqual([])
      }))

    test('is read, checked and written by stock restic under its own address', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'Clínica São João '))
      try {
        const restic = await resticOn(await remote.stockRestic(name), folder)
        expect(await restic('check', '--read-data')).toContain('no errors were found')
        const [id = '', files = new Map<string, Uint8Array>()] = [...copies].at(-1) ?? []
        await restic('restore', id, '--target', join(folder, 'de volta'))
        for (const [file, bytes] of files)
          expect(await readFile(join(folder, 'de volta', 'clínica', file))).toEqual(bytes)
        await mkdir(join(folder, 'prontuários'))
        await writeFile(join(folder, 'prontuários', 'anotação.txt'), 'Retorno em 30 dias')
        await restic('backup', join(folder, 'prontuários'))
        await withPlace(name, remote.port, async (place) => {
          const vault = await openVault(place, SECRET, SMALL)
          const theirs = (await vault.listSnapshots()).filter((snapshot) => !copies.has(snapshot.id))
          expect(theirs).toHaveLength(1)
          expect(await firstFile(vault, theirs[0]?.tree ?? '')).toBe('Retorno em 30 dias')
          expect((await checkVault(vault, { readData: true })).problems).toEqual([])
        })
        expect((await readdir(folder)).sort()).toEqual(['cache', 'de volta', 'prontuários'])
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  })

  describe('work that is disturbed leaves a vault that is whole', () => {
    /** One work, met by a spoiled wire or a place that fails at some call; afterwards everything promised is there. */
    async function disturb(dice: Dice, workName: (typeof workNames)[number], how: 'wire' | 'place'): Promise<void> {
      const { place: memory, truth, run: runWork } = await works[workName](dice)
      const name = newName()
      await withPlace(name, remote.port, async (clean) => {
        await clean.create()
        const keepsAll = !clean.capabilities.resticFilesOnly
        if (!keepsAll) truth.trashed.clear()
        for (const kind of [
          'key',
          'pack',
          'index',
          'snapshot',
          'config',
          ...(keepsAll ? ['trash' as const] : []),
        ] as FileKind[])
          for (const file of await memory.list(kind)) {
            const bytes = await memory.read({ kind, name: file.name })
            if (bytes) await clean.write({ kind, name: file.name }, bytes)
          }
        const disturbed =
          how === 'wire'
            ? await overBadWire(name, dice, (bad) => runWork(bad, truth))
            : await failsAt(clean, dice, (bad) => runWork(bad, truth))
        if (disturbed !== undefined && !isAppError(disturbed)) throw disturbed
        await expectTrue(clean, truth)
        await expectUsable(clean, truth, dice)
      })
    }

    async function overBadWire(name: string, dice: Dice, work: (place: Backend) => Promise<void>): Promise<unknown> {
      await using proxy: ToxicProxy = await toxicProxy(remote.port)
      const bad = 2 + dice.below(8)
      proxy.infect((n) =>
        n > bad ? CLEAN : cut(dice.oneIn(3) ? 'half-close' : 'cut', dice.oneIn(2) ? 'up' : 'down', dice.below(12_000)),
      )
      return withPlace(name, proxy.port, (place) => work(place)).then(
        () => undefined,
        (error: unknown) => error,
      )
    }

    async function failsAt(place: Backend, dice: Dice, work: (place: Backend) => Promise<void>): Promise<unknown> {
      const at = 1 + dice.below(25)
      const kind = dice.pick(['fail', 'lose-answer'] as const)
      const bad = faultyBackend(place, ({ number }) => (number === at ? { kind, code: 'DEST_104' } : undefined))
      return work(bad).then(
        () => undefined,
        (error: unknown) => error,
      )
    }

    // what a bad place does to a vault is asked in memory already, of every work: here it is asked whether that holds for a real one
    const cases = [
      ...workNames.map((work) => [work, 'wire'] as const),
      ['backup', 'place'] as const,
      ['prune', 'place'] as const,
    ]
    test.each(cases)('%s, a bad %s', async (work, how) => {
      await disturb(diceOf(Number(process.env.FAULT_SEED ?? 20_261_122)), work, how)
    })

    if (process.env.FAULT_MINUTES !== undefined)
      campaign('a network that breaks', 'cut, half closed, refused', {
        survived: 'faults of a network',
        rounds: 1,
        round: (dice) => disturb(dice, dice.pick(workNames), 'wire'),
      })
  })

  test('a server that is gone is told as such', async () => {
    await using proxy = await toxicProxy(remote.port)
    const place = remote.open(newName(), proxy.port)
    try {
      await place.create()
      await place.write({ kind: 'config', name: '' }, Buffer.from('x'))
      await proxy.stop()
      for (const step of [() => place.list('pack'), () => place.read({ kind: 'config', name: '' })])
        expect(await step().then(() => 'none', codeOf)).toBe('DEST_101')
    } finally {
      await place.close()
    }
  })
}

async function resticOn(
  { env, args }: Awaited<ReturnType<Remote['stockRestic']>>,
  folder: string,
): Promise<(...asked: string[]) => Promise<string>> {
  const cache = join(folder, 'cache')
  await mkdir(cache)
  return async (...asked) => {
    const { exitCode, stdout, stderr } = await run(resticPath('restic-current'), [...args, ...asked], {
      env: {
        PATH: process.env.PATH,
        HOME: cache,
        RESTIC_CACHE_DIR: cache,
        RESTIC_PASSWORD: SECRET,
        GOMAXPROCS: '2',
        ...env,
      },
    })
    if (exitCode !== 0) throw new Error(`restic ${asked.join(' ')} ended with ${exitCode}: ${stderr || stdout}`)
    return stdout
  }
}

/** The content of the first file below a tree, as text. */
async function firstFile(vault: Vault, tree: string): Promise<string> {
  await vault.loadIndex()
  for (const { content, subtree } of await vault.readTree(tree)) {
    if (subtree !== undefined) return firstFile(vault, subtree)
    const parts = await Promise.all((content ?? []).map((id) => vault.readBlob('data', id)))
    return Buffer.concat(parts).toString()
  }
  return ''
}
