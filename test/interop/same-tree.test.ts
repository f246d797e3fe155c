import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, link, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { listCopy, takeSnapshot } from '#engine/snapshot/index.ts'
import { openVault, type Snapshot, type Vault } from '#engine/vault/index.ts'
import { type Peer, peers, resticPath } from '../peers.ts'

const PASSWORD = 'clínica-teste'

async function makeClinic() {
  const place = await mkdtemp(join(tmpdir(), 'Clínica Ávila '))
  onTestFinished(() => rm(place, { recursive: true, force: true }))
  const source = join(place, 'Prontuários <2026> & "cia"')
  await mkdir(join(source, 'fotos', 'vazia'), { recursive: true })
  await writeFile(join(source, 'fotos', 'grande.raw'), randomBytes(6_000_000))
  await writeFile(join(source, 'fotos', 'zeros.bin'), Buffer.alloc(1_300_000))
  await writeFile(join(source, 'fotos', 'vazio.jpg'), '')
  for (const name of ['latim-\xe9.txt', 'linha\nnova.txt', 'nbsp\xa0.txt'])
    await writeFile(Buffer.concat([Buffer.from(`${source}/`), Buffer.from(name, 'latin1')]), name)
  for (const name of ['é'.normalize('NFC'), 'é'.normalize('NFD'), '😀', '\uff21', 'a\\b', 'x'.repeat(255), 'ponto.'])
    await writeFile(join(source, name), name)
  await writeFile(join(source, 'setuid'), 'x')
  await chmod(join(source, 'setuid'), 0o4750)
  await chmod(join(source, 'fotos', 'vazia'), 0o1777)
  await symlink('../<fora>&\u2028', join(source, 'atalho'))
  await link(join(source, 'setuid'), join(source, 'segundo nome'))
  execFileSync('mkfifo', [join(source, 'fila')])
  await utimes(join(source, 'ponto.'), 1_500_000_000.25, 1_500_000_000.25)
  return { place, source }
}

function resticIn(peer: Peer, place: string) {
  const repository = join(place, `repo ${peer}`)
  const env = {
    ...process.env,
    RESTIC_PASSWORD: PASSWORD,
    RESTIC_REPOSITORY: repository,
    RESTIC_CACHE_DIR: join(place, 'cache'),
  }
  const run = (...args: string[]) =>
    execFileSync(resticPath(peer), args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return { repository, run }
}

/** The id of the chosen folder's own tree: folders above it (the system's) change while the test runs. */
async function treeOf(vault: Vault, snapshot: Snapshot, path: string): Promise<string | undefined> {
  const enter = (entry: { path: string }) => path.startsWith(`${entry.path}/`)
  for await (const entry of listCopy(vault, snapshot, { enter })) if (entry.path === path) return entry.node.subtree
  return undefined
}

describe.each(peers)('%s and we', (peer) => {
  it('make the same tree of the same folder, and take each other for the parent', async () => {
    const { place, source } = await makeClinic()
    const { repository, run } = resticIn(peer, place)
    run('init')
    run('backup', '--host', 'pc-01', source)
    const vault = await openVault(localBackend(repository), PASSWORD)
    onTestFinished(() => vault.close())
    const options = {
      targets: [{ kind: 'folder', path: source }],
      hostname: 'pc-01',
      username: 'u',
      programVersion: 'salvaguarda 0.1.0',
    } as const

    const fresh = await takeSnapshot(vault, { ...options, parent: 'none' })
    const [theirs] = (await vault.listSnapshots()).filter(({ id }) => id !== fresh.snapshot.id)
    if (!theirs) throw new Error('restic made no copy')
    expect(await treeOf(vault, fresh.snapshot, source)).toBe(await treeOf(vault, theirs, source))
    expect(fresh.summary.data_blobs).toBe(0)
    expect(fresh.skips).toEqual([])

    const next = await takeSnapshot(vault, options)
    expect(next.summary).toMatchObject({
      files_unmodified: fresh.summary.total_files_processed,
      files_changed: 0,
      files_new: 0,
    })
    const summary = JSON.parse(run('backup', '--host', 'pc-01', '--json', source).trim().split('\n').at(-1) ?? '')
    expect(summary).toMatchObject({
      files_new: 0,
      files_changed: 0,
      files_unmodified: fresh.summary.total_files_processed,
    })
    expect(run('check', '--read-data')).toContain('no errors were found')
  })

  it('restores ours, and we restore theirs, byte for byte', async () => {
    const { place, source } = await makeClinic()
    const { repository, run } = resticIn(peer, place)
    run('init')
    run('backup', '--host', 'pc-02', source)
    const vault = await openVault(localBackend(repository), PASSWORD)
    onTestFinished(() => vault.close())
    const [theirs] = await vault.listSnapshots()
    if (!theirs) throw new Error('restic made no copy')
    const targetFolder = join(place, 'nosso')
    const request = { snapshot: theirs, include: [], targetFolder, layout: 'full-path', onConflict: 'rename' } as const
    expect((await applyRestore(vault, await planRestore(vault, request))).skips).toEqual([])
    expect(differences(source, join(targetFolder, source))).toEqual([])

    const ours = await takeSnapshot(vault, {
      targets: [{ kind: 'folder', path: source }],
      hostname: 'pc-01',
      username: 'u',
      programVersion: 'x',
    })
    run('restore', ours.snapshot.id, '--target', join(place, 'deles'))
    expect(differences(source, join(place, 'deles', source))).toEqual([])
    if (peer === 'restic-current')
      expect(run('rewrite', ours.snapshot.id, '--exclude', 'zzz', '--dry-run')).toContain(
        'no snapshots would be modified',
      )
  })
})

/** What differs between two folders in bytes, names, kinds, modes, owners, link counts or times (to the microsecond). */
function differences(left: string, right: string): readonly string[] {
  const [ours, theirs] = [left, right].map((folder) => {
    const facts = execFileSync('find', ['.', '-printf', '%P\\t%y\\t%m\\t%U:%G\\t%l\\t%T@\\t%n\\0'], {
      cwd: folder,
      encoding: 'latin1',
    })
    return facts
      .split('\0')
      .map((line) => line.replace(/(\.\d{6})\d+/, '$1'))
      .sort()
  })
  const facts = (ours ?? []).filter((line, at) => line !== theirs?.[at])
  const files = execFileSync('find', ['.', '-type', 'f', '-print0'], { cwd: left, encoding: 'latin1' })
    .split('\0')
    .filter(Boolean)
  const content = files.filter((path) => {
    const [one, other] = [left, right].map((folder) =>
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, 'latin1')]),
    )
    return !one || !other || !readFileSync(one).equals(readFileSync(other))
  })
  return [...facts, ...content]
}
