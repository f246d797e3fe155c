import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createClinicDatabase, invariant, OtherProgram } from '#engine/connectors/sqlite/test-support/other-program.ts'
import { runCli } from '../cli.ts'
import { peers } from '../peers.ts'
import { makeCheapVault } from './cheap-vault.ts'
import { differences, makeHostileFolder, makePlace } from './hostile-folder.ts'
import { stockRestic } from './stock-restic.ts'

const PASSWORD = 'senha da clínica ção'

async function ok(args: readonly string[], password = PASSWORD): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(args, { password })
  if (exitCode !== 0) throw new Error(`cli ${args.join(' ')} ended with ${exitCode}: ${stderr || stdout}`)
  return stdout
}

/** The summary of a `--json` run: the last line with that type. */
function summaryOf(jsonLines: string): Record<string, unknown> {
  const lines = jsonLines.trim().split('\n')
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return parsed.findLast((line) => line.message_type === 'summary') ?? {}
}

describe.each(peers)('%s on a vault of ours', (peer) => {
  it('checks, restores, extends and cleans it, and we go on with it afterwards', async () => {
    const place = await makePlace()
    const source = join(place, 'clínica')
    const vault = join(place, 'HD externo')
    const restic = await stockRestic(peer, place, vault, PASSWORD)
    await makeHostileFolder(source)
    await makeCheapVault(vault, PASSWORD)
    await ok(['backup', '--repo', vault, '--tag', 'diária', '--host', 'recepção', source])
    await appendFile(join(source, '😀'), ' e mais')
    await rm(join(source, '-rf'))
    await ok(['backup', '-r', vault, '--tag', 'diária', '--host', 'recepção', source])

    expect(await restic.ok('check', '--read-data')).toContain('no errors were found')
    await restic.ok('restore', 'latest', '--target', join(place, 'deles'))
    expect(await differences(source, join(place, 'deles', source), 'restic')).toEqual([])
    if (peer === 'restic-current') await restic.ok('rewrite', 'latest', '--exclude', 'zzz', '--dry-run')

    // What restic adds on top of ours is only its own snapshot.
    await restic.ok('backup', '--host', 'recepção', source)
    const theirs = summaryOf(await restic.ok('backup', '--host', 'recepção', '--force', '--json', source))
    expect(theirs).toMatchObject({ data_blobs: 0 })
    expect(Number(theirs.data_added)).toBeLessThan(50_000)
    // And the other way round.
    const ours = summaryOf(await ok(['backup', '-r', vault, '--host', 'recepção', '--force', '--json', source]))
    expect(ours).toMatchObject({ data_blobs: 0 })

    await restic.ok('forget', '--group-by', '', '--keep-last', '1', '--prune')
    await ok(['check', '-r', vault, '--read-data'])
    await ok(['restore', 'latest', '-r', vault, '--target', join(place, 'nossos')])
    expect(await differences(source, join(place, 'nossos', source), 'us')).toEqual([])
    await writeFile(join(source, 'depois da limpeza.txt'), 'x')
    await ok(['backup', '-r', vault, '--host', 'recepção', source])
    expect(await restic.ok('check', '--read-data')).toContain('no errors were found')
  })

  it('opens it by our keys, and we open it by theirs', async () => {
    const place = await makePlace()
    const vault = join(place, 'HD externo')
    const restic = await stockRestic(peer, place, vault, PASSWORD)
    const password = async (name: string, text: string) => {
      await writeFile(join(place, name), `${text}\n`)
      return join(place, name)
    }
    await ok(['init', '--vault', vault])
    await ok(['key', 'add', '-r', vault, '--new-password-file', await password('nossa', 'segunda sénha 😀')])
    expect((await restic.run(['snapshots'], 'segunda sénha 😀')).exitCode).toBe(0)

    await restic.ok('key', 'add', '--new-password-file', await password('deles', 'terceira sénha'))
    await ok(['snapshots', '-r', vault], 'terceira sénha')
    expect(JSON.parse(await ok(['key', 'list', '-r', vault, '--json']))).toHaveLength(3)

    await ok(
      ['key', 'passwd', '-r', vault, '--new-password-file', await password('trocada', 'trocada')],
      'terceira sénha',
    )
    expect((await restic.run(['snapshots'], 'trocada')).exitCode).toBe(0)
    expect((await restic.run(['snapshots'], 'terceira sénha')).exitCode).not.toBe(0)
    expect((await runCli(['snapshots', '-r', vault], { password: 'terceira sénha' })).exitCode).toBe(12)
    expect(await restic.ok('check')).toContain('no errors were found')
  })

  it('gets a whole database out of a copy that was made while its program wrote', async () => {
    const place = await makePlace()
    const vault = join(place, 'HD externo')
    const database = join(place, 'prontuário.db')
    createClinicDatabase(database, 'wal', 500)
    const restic = await stockRestic(peer, place, vault, PASSWORD)
    await makeCheapVault(vault, PASSWORD)
    await using other = OtherProgram.start(database)
    await other.ask('write-on')
    await ok(['backup', '-r', vault, `sqlite:${database}`])
    await other.ask('stop')
    await restic.ok('restore', 'latest', '--target', join(place, 'deles'))
    const restored = new Database(join(place, 'deles', database), { readonly: true })
    const counts = invariant(restored)
    expect(restored.pragma('integrity_check', { simple: true })).toBe('ok')
    restored.close()
    expect(counts.agenda).toBeGreaterThanOrEqual(500)
    expect(counts).toEqual({ agenda: counts.agenda, evolucao: counts.agenda, controle: counts.agenda })
    const paths = (await restic.ok('ls', 'latest')).split('\n').filter((line) => line.startsWith('/'))
    expect(paths.filter((path) => path.includes('prontuário'))).toEqual([database])
  })
})
