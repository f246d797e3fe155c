import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Backend, faultyBackend, localBackend } from '#engine/backends/index.ts'
import {
  SERVER_DUMPS,
  type SnapshotTarget,
  serverPlace,
  serverTarget,
  storedDump,
  type TakeSnapshotOptions,
  takeSnapshot,
} from '#engine/snapshot/index.ts'
import { createVault, type Vault } from '#engine/vault/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { startFirebird } from './firebird.ts'
import { startMaria } from './mariadb.ts'
import { startPostgres } from './postgresql.ts'
import type { TestServer } from './server.ts'

type Bench<S extends DatabaseServer = DatabaseServer> = {
  readonly server: TestServer<S>
  readonly source: S
  readonly target: (options?: { isUnchanged?: boolean; acceptsLess?: boolean }) => SnapshotTarget
}

const PATIENTS = 6000
/** A dump of more than the longest chunk: its first piece, which is another each time, is not all of it. */
const FIREBIRD_PATIENTS = 7500

let folder: string
let images: string
let postgres: Bench<Extract<DatabaseServer, { kind: 'postgresql' }>>
const benches: { readonly name: string; readonly bench: Bench }[] = []

async function makeBench<S extends DatabaseServer>(
  server: TestServer<S>,
  name: string,
  patients: number,
): Promise<Bench<S>> {
  const source = await server.createClinic(name, patients)
  const context = { secrets: server.secrets, temporaryFolder: join(folder, 'privada'), busyTimeoutMs: 2000 }
  return { server, source, target: (options) => serverTarget(source, server.connector, { ...context, ...options }) }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cópia de servidor '))
  images = join(folder, 'imagens')
  await mkdir(images)
  await writeFile(join(images, 'raio-x.dcm'), 'imagem')
  const add = async <S extends DatabaseServer>(name: string, starting: Promise<TestServer<S>>, patients = PATIENTS) => {
    const bench = await makeBench(await starting, 'clinica', patients)
    benches.push({ name, bench })
    return bench
  }
  // All at once, for each of them waits for its disk. What came up is stopped in the end, whatever became of another.
  const [first, ...others] = await Promise.allSettled([
    add('PostgreSQL', startPostgres()),
    add('MariaDB', startMaria()),
    add('Firebird', startFirebird(), FIREBIRD_PATIENTS),
  ])
  for (const outcome of others) if (outcome.status === 'rejected') throw outcome.reason
  if (first.status === 'rejected') throw first.reason
  postgres = first.value
}, 300_000)
afterAll(async () => {
  for (const { bench } of benches) await bench.server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function makeVault(wrap: (backend: Backend) => Backend = (backend) => backend) {
  const place = await mkdtemp(join(folder, 'HD externo '))
  const vault = await createVault(wrap(localBackend(place)), {
    secrets: [{ secret: 'chave da máquina', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(async () => {
    await vault.close().catch(() => {})
    await rm(place, { recursive: true, force: true })
  })
  return { vault, place }
}

const copy = (vault: Vault, targets: readonly SnapshotTarget[], options: Partial<TakeSnapshotOptions> = {}) =>
  takeSnapshot(vault, { targets, hostname: 'pc-01', username: 'recepção', programVersion: 'salvaguarda', ...options })

const folderTarget = (): SnapshotTarget => ({ kind: 'folder', path: images })

/** Names in the folder of one dump. */
async function partsOf(vault: Vault, tree: string, path: string): Promise<readonly string[]> {
  let nodes = await vault.readTree(tree)
  for (const name of path.split('/').slice(1)) {
    const found = nodes.find((node) => Buffer.from(node.name).toString() === name)
    nodes = found?.subtree ? await vault.readTree(found.subtree) : []
  }
  return nodes.map((node) => Buffer.from(node.name).toString())
}

describe('databases of servers in a copy', () => {
  it('are streamed into the vault before the images, with no second copy on disk, and restore from it', async () => {
    const { vault } = await makeVault()
    const phases: string[] = []
    const outcome = await copy(vault, [folderTarget(), ...benches.map(({ bench }) => bench.target())], {
      onProgress: ({ phase }) => phases.at(-1) !== phase && phases.push(phase),
    })
    expect(outcome).toMatchObject({ databases: 3, skips: [] })
    expect(phases).toEqual(['preparing', 'database', 'reading', 'finishing'])
    expect(await partsOf(vault, outcome.snapshot.tree, serverPlace(postgres.source))).toEqual([
      'clinica.sql',
      'globals.sql',
      'manifest.json',
    ])
    expect(await partsOf(vault, outcome.snapshot.tree, images)).toEqual(['raio-x.dcm'])
    expect(await readdir(join(folder, 'privada')).catch(() => [])).toEqual([])

    for (const { bench } of benches) {
      const { server, source } = bench
      const dump = await storedDump(vault, outcome.snapshot, serverPlace(source))
      const scratch = server.asAdmin(source, server.scratchName(1))
      const context = { secrets: server.secrets, temporaryFolder: join(folder, 'privada') }
      const report = await server.connector.restoreInto(dump, scratch, context)
      expect(report.rows).toBeGreaterThan(3 * PATIENTS)
      expect(await server.fingerprint(scratch)).toBe(await server.fingerprint(source))
      await server.connector.dropScratch(scratch, context)
    }
  })

  it('stand again as they were when nobody wrote to them: not one byte is added', async () => {
    const { vault } = await makeVault()
    const first = await copy(vault, [folderTarget(), postgres.target()])
    const targets = [folderTarget(), postgres.target({ isUnchanged: true })]
    const again = await copy(vault, targets, { skipUnchanged: true })
    expect(again).toMatchObject({ isUnchanged: true, databases: 1, summary: { data_added: 0, files_new: 0 } })
    expect(again.snapshot.id).toBe(first.snapshot.id)
  })

  it('are a named skip while the server is down; the rest is copied, and nothing half of them', async () => {
    const { vault } = await makeVault()
    await postgres.server.halt()
    try {
      const outcome = await copy(vault, [folderTarget(), postgres.target()])
      expect(outcome.skips).toEqual([{ code: 'DB_106', path: serverPlace(postgres.source) }])
      expect(await partsOf(vault, outcome.snapshot.tree, `/${SERVER_DUMPS}`)).toEqual([])
      await expect(copy(vault, [postgres.target()])).rejects.toMatchObject({ code: 'DB_106' })
    } finally {
      await postgres.server.resume()
    }
  })

  it('are refused when less than half is left, also the night after, until a person says that it is right', async () => {
    const { vault } = await makeVault()
    const { server } = postgres
    const source = await server.createClinic('encolhe', 3000)
    const context = { secrets: server.secrets, temporaryFolder: join(folder, 'privada') }
    const target = (acceptsLess: boolean) => serverTarget(source, server.connector, { ...context, acceptsLess })
    await copy(vault, [folderTarget(), target(false)])
    await server.sql(source, 'truncate evolucao')
    for (let night = 0; night < 2; night++)
      expect((await copy(vault, [folderTarget(), target(false)])).skips).toMatchObject([{ code: 'DB_111' }])
    expect((await copy(vault, [folderTarget(), target(true)])).skips).toEqual([])
    expect((await copy(vault, [folderTarget(), target(false)])).skips).toEqual([])
  })

  it('publish nothing when the disk is pulled out in the middle of a dump', async () => {
    let isPulled = false
    const { vault, place } = await makeVault((backend) =>
      faultyBackend(backend, ({ method, kind }) =>
        isPulled && method === 'write' && kind === 'pack' ? { kind: 'fail', code: 'DEST_101' } : undefined,
      ),
    )
    await copy(vault, [folderTarget()])
    isPulled = true
    await expect(copy(vault, [folderTarget(), postgres.target()])).rejects.toMatchObject({ code: 'DEST_101' })
    isPulled = false
    expect(await readdir(join(place, 'snapshots'))).toHaveLength(1)
    expect((await copy(vault, [folderTarget(), postgres.target()])).databases).toBe(1)
  })

  it('leave no password in the vault', async () => {
    const { vault } = await makeVault()
    const { snapshot } = await copy(vault, [postgres.target()])
    for (const name of await partsOf(vault, snapshot.tree, serverPlace(postgres.source))) {
      const dump = await storedDump(vault, snapshot, serverPlace(postgres.source))
      for await (const block of dump.open(name))
        for (const password of postgres.server.passwords) expect(Buffer.from(block).includes(password)).toBe(false)
    }
  })

  it('add little from night to night', async () => {
    const lines: string[] = []
    for (const { name, bench } of benches) {
      const { server, source, target } = bench
      const { vault } = await makeVault()
      const kept = async () => {
        const { summary } = await copy(vault, [target()])
        return { addedBytes: summary.data_added_packed, bytes: summary.total_bytes_processed }
      }
      const first = await kept()
      const idle = await kept()
      const writer = server.write(source)
      await writer.reach(200)
      await writer.stop()
      const busy = await kept()
      const [dump, full, none, some] = [first.bytes, first.addedBytes, idle.addedBytes, busy.addedBytes]
      const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`
      lines.push(
        `${name}: dump ${kilobytes(dump)}, first copy ${kilobytes(full)}, no change ${kilobytes(none)}, ~200 transactions ${kilobytes(some)}`,
      )
      // gbak writes the time into its first piece; the others write the same text again.
      expect(dump).toBeGreaterThan(server.isRepeatable ? 0 : 8 * 1024 ** 2)
      expect(none).toBeLessThan(server.isRepeatable ? full / 10 : full)
    }
    process.stdout.write(`${lines.join('\n')}\n`)
  })
})
