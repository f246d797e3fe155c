import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { faultyBackend, localBackend } from '#engine/backends/index.ts'
import { applyPrune, openVault, planPrune } from '#engine/vault/index.ts'
import { personIdSchema } from '#shared/domain/index.ts'
import { run, runCli } from '../cli.ts'
import { peers } from '../peers.ts'
import { makeCheapVault } from './cheap-vault.ts'
import { makePlace } from './hostile-folder.ts'
import { type StockRestic, stockRestic } from './stock-restic.ts'

const PASSWORD = 'senha da clínica ção'
const PLAN = 'plano-0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f70'
const TWO = ['--yes', '--people', 'Ana Lima,João Reis']

const cli = (...args: string[]) => runCli(args, { password: PASSWORD })
async function ok(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await cli(...args)
  if (exitCode !== 0) throw new Error(`cli ${args.join(' ')} ended with ${exitCode}: ${stderr || stdout}`)
  return stdout
}
const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const lineOf = (text: string, type: string) => jsonLines(text).find((line) => line.message_type === type)

/** A clinic that changes from copy to copy: something of everything a cleaning has to deal with. */
async function change(source: string, at: number): Promise<void> {
  await mkdir(join(source, 'fotos'), { recursive: true })
  await writeFile(join(source, 'agenda.txt'), `dia ${at}`)
  await writeFile(join(source, 'prontuário.db'), randomBytes(600_000))
  for (let photo = 0; photo < 6; photo += 1)
    if (at === 0 || photo % 3 === at % 3) await writeFile(join(source, 'fotos', `${photo}.jpg`), randomBytes(100_000))
}

/** Four copies of it, made once: each test gets a vault of its own with all of them. */
const theCopies = (async () => {
  const place = await mkdtemp(join(tmpdir(), 'Clínica modelo '))
  afterAll(() => rm(place, { recursive: true, force: true }))
  const [source, vault] = [join(place, 'clínica'), join(place, 'HD externo')]
  await makeCheapVault(vault, PASSWORD)
  const copy = async (at: number) => {
    await change(source, at)
    await cp(source, join(place, `como era ${at}`), { recursive: true })
    return String(lineOf(await ok('backup', '-r', vault, '--tag', PLAN, '--json', source), 'summary')?.snapshot_id)
  }
  return { place, source, vault, ids: [await copy(0), await copy(1), await copy(2), await copy(3)] }
})()

async function clinic(peer: (typeof peers)[number]) {
  const { place: model, source, vault: filled, ids } = await theCopies
  const place = await makePlace()
  const vault = join(place, 'HD externo')
  await cp(filled, vault, { recursive: true })
  const restic = await stockRestic(peer, place, vault, PASSWORD)
  const restoresAs = async (id: string, at: number, with_: StockRestic | 'ours') => {
    const target = join(place, `volta ${id.slice(0, 6)} ${at} ${Math.random()}`)
    if (with_ === 'ours') await ok('restore', id, '-r', vault, '--target', target)
    else await with_.ok('restore', id, '--target', target)
    const found = await run('diff', ['-r', join(model, `como era ${at}`), join(target, source)], {
      env: { LC_ALL: 'C' },
    })
    expect(found.stdout + found.stderr).toBe('')
    await rm(target, { recursive: true })
  }
  return { place, source, vault, restic, ids, restoresAs }
}

const isClean = async (restic: StockRestic) =>
  expect(await restic.ok('check', '--read-data', '--no-lock')).toContain('no errors were found')

describe.each(peers)('cleaning, and %s', (peer) => {
  it('moves copies to a trash that restic passes over, and back', async () => {
    const { vault, restic, ids, restoresAs } = await clinic(peer)
    const plan = lineOf(await ok('forget', '-r', vault, '--keep-daily', '1', '--json'), 'plan')
    expect(plan.remove.map(({ copyId }: { copyId: string }) => copyId).sort()).toEqual([ids[1], ids[2]].sort())
    expect(plan.refusals).toEqual([])
    expect(JSON.parse(await restic.ok('snapshots', '--json'))).toHaveLength(4)

    const alone = await cli('forget', '-r', vault, '--keep-daily', '1', '--yes', '--people', 'Ana,ana')
    expect(alone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('RET_102') })
    const nobody = await cli('forget', '-r', vault, '--keep-daily', '1', '--yes')
    expect(nobody).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--people') })
    expect(await ok('forget', '-r', vault, '--keep-daily', '1', '--dry-run', ...TWO)).toContain('2 de 4 cópias')
    expect(JSON.parse(await restic.ok('snapshots', '--json'))).toHaveLength(4)

    await ok('forget', '-r', vault, '--keep-daily', '1', ...TWO)
    expect(JSON.parse(await restic.ok('snapshots', '--json'))).toHaveLength(2)
    await isClean(restic)
    expect(lineOf(await ok('prune', '-r', vault, '--json', ...TWO), 'plan')).toMatchObject({
      freedBytes: 0,
      trash: { kept: 2, expired: 0 },
    })
    await isClean(restic)
    expect(JSON.parse(await ok('trash', 'list', '-r', vault, '--json'))).toHaveLength(2)
    await ok('trash', 'restore', '-r', vault, ids[2]?.slice(0, 10) ?? '')
    await restoresAs(ids[2] ?? '', 2, restic)
    await isClean(restic)

    // What restic's own prune takes from the trash does not come back half, and our cleaning goes on.
    await restic.ok('prune', '--max-unused', '0')
    const gone = await cli('trash', 'restore', '-r', vault, ids[1] ?? '')
    expect(gone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('VAULT_105') })
    await ok('prune', '-r', vault, ...TWO)
    await ok('check', '-r', vault, '--read-data')
    for (const at of [0, 2, 3]) await restoresAs(ids[at] ?? '', at, 'ours')
  })

  it('gives the room back, restic is content with what is left, and cleans on, and so do we', async () => {
    const { source, vault, restic, ids, restoresAs } = await clinic(peer)
    await restic.ok('forget', ids[1] ?? '', ids[3] ?? '')
    const cleaned = await ok('prune', '-r', vault, '--max-unused', '0%', '--json', ...TWO)
    expect(lineOf(cleaned, 'plan').packs.toRepack).toBeGreaterThan(0)
    expect(lineOf(cleaned, 'summary').freedBytes).toBeGreaterThan(1_000_000)
    await isClean(restic)
    await restoresAs(ids[0] ?? '', 0, restic)
    await restoresAs(ids[2] ?? '', 2, restic)

    await restic.ok('backup', source)
    await restic.ok('forget', ids[0] ?? '')
    await restic.ok('prune', '--max-unused', '0')
    await ok('check', '-r', vault, '--read-data')
    await restoresAs(ids[2] ?? '', 2, 'ours')
    expect(lineOf(await ok('prune', '-r', vault, '--json', ...TWO), 'plan').freedBytes).toBe(0)
    await isClean(restic)
    expect(await readdir(join(vault, 'locks'))).toEqual([])
  })

  it('finds a whole repository wherever our cleaning was interrupted', async () => {
    const { place, vault, restic, ids, restoresAs } = await clinic(peer)
    await restic.ok('forget', ids[1] ?? '', ids[2] ?? '')
    const before = join(place, 'antes')
    await cp(vault, before, { recursive: true })
    const cleanUntil = async (stopsAt: number) => {
      await rm(vault, { recursive: true })
      await cp(before, vault, { recursive: true })
      let calls = 0
      const backend = faultyBackend(localBackend(vault), ({ method, number }) => {
        calls = number
        const isWriting = method === 'write' || method === 'remove'
        return number >= stopsAt && isWriting ? { kind: 'fail', code: 'DEST_104' } : undefined
      })
      const open = await openVault(backend, PASSWORD)
      const plan = await planPrune(open, { allowMoreThanHalf: true, maxUnusedFraction: 0 })
      const [requestedBy, confirmedBy] = ['Ana', 'João'].map((name) => personIdSchema.parse(name))
      if (!requestedBy || !confirmedBy) throw new TypeError('two people')
      const approval = { fingerprint: plan.fingerprint, requestedBy, confirmedBy }
      const planCalls = calls
      await applyPrune(open, plan, approval, { reserveBytes: 0 }).catch(() => undefined)
      await open.close().catch(() => undefined)
      return { planCalls, calls }
    }
    const { planCalls, calls } = await cleanUntil(Number.POSITIVE_INFINITY)
    const moments = Array.from({ length: 4 }, (_, at) => planCalls + Math.ceil(((calls - planCalls) * (at + 1)) / 5))
    for (const moment of moments) {
      await cleanUntil(moment)
      await isClean(restic)
    }
    // A process that is gone leaves its lock to be removed; this one lives.
    await rm(join(vault, 'locks'), { recursive: true })
    await ok('prune', '-r', vault, '--allow-more-than-half', ...TWO)
    await isClean(restic)
    await restoresAs(ids[0] ?? '', 0, restic)
    await restoresAs(ids[3] ?? '', 3, restic)
  })
})
