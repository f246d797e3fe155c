import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type Backend, localBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import { createVault, openVault, type TreeNode } from '#engine/vault/index.ts'
import { copyIdSchema } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { bring } from './bring.ts'
import type { RecoveryRecord } from './record.ts'

const SECRET = 'chave da máquina'
const FILES = 6
/** Each call is a place to die; every third one is enough to meet all kinds of them. */
const STEP = 3
/** Dozens of recoveries, each of which waits for its disk: in memory where there is such a folder. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const content = (at: number) => `foto ${at} `.repeat(400)
const TIME = '2024-02-29T12:34:56.123456789Z'
const COMMON = { mtime: TIME, atime: TIME, ctime: TIME, uid: 0, gid: 0 }

/** Two places with the same vault, and everything of it in packs of their own. */
async function makePlaces() {
  const folder = await mkdtemp(join(FAST, 'réplicas é '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const near = join(folder, 'HD externo')
  const vault = await createVault(localBackend(near), {
    secrets: [{ secret: SECRET, label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  await vault.loadIndex()
  const nodes: TreeNode[] = []
  for (let at = 0; at < FILES; at++) {
    const { id } = await vault.saveBlob('data', Buffer.from(content(at)))
    nodes.push({
      ...COMMON,
      name: Buffer.from(`${at}.jpg`),
      type: 'file',
      mode: 0o644,
      content: [id],
      sizeBytes: BigInt(content(at).length),
    })
    // A pack for each, so that a place can die between two of them.
    await vault.flush()
  }
  const tree = (await vault.saveTree(nodes)).id
  await vault.flush()
  const snapshot = await vault.saveSnapshot({ time: TIME, tree, paths: ['/clínica'], hostname: 'pc-01' })
  await vault.close()
  const far = join(folder, 'NAS')
  await cp(near, far, { recursive: true })
  return { folder, near, far, snapshot }
}

/** A place that answers so many calls, and then never again. */
function dying(backend: Backend, answers: { left: number }): Backend {
  return new Proxy(backend, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function' || name === 'close') return member
      return async (...input: unknown[]) => (answers.left-- > 0 ? member.apply(target, input) : fail('DEST_104'))
    },
  })
}

const placeAt = (id: string, path: string): VaultPlace => ({ id, place: { kind: 'local', path } }) as VaultPlace

it('goes on from another place, wherever the first one dies: every file once, whole', async () => {
  const { folder, near, far, snapshot } = await makePlaces()
  const places = [placeAt('near', near), placeAt('far', far)]
  let target = ''
  let answers = { left: 0 }
  const used: string[] = []
  const session = {
    requireSettings: () => ({ vault: places[0], replicas: [places[1]] }) as unknown as Settings,
    async withVault<T>(
      work: (vault: Awaited<ReturnType<typeof openVault>>, settings: Settings) => Promise<T>,
      use: { replicaId?: string } = {},
    ) {
      const isFirst = use.replicaId === 'near'
      const backend = localBackend(isFirst ? near : far)
      const vault = await openVault(isFirst ? dying(backend, answers) : backend, SECRET)
      used.push(use.replicaId ?? '?')
      try {
        return await work(vault, session.requireSettings())
      } finally {
        await vault.close().catch(() => undefined)
      }
    },
  }
  const recoverWith = async (left: number) => {
    answers = { left }
    used.length = 0
    target = join(folder, `recuperado ${left}`)
    const record = {
      id: systemRandom.uuid(),
      what: 'everything',
      copyId: copyIdSchema.parse(snapshot.id),
      isInPlace: false,
      asideName: 'antes',
      parts: [{ include: [], exclude: [], targetFolder: target, layout: 'full-path' }],
    } as unknown as RecoveryRecord
    const journalFile = join(folder, `${record.id}.journal`)
    const signal = new AbortController().signal
    const brought = await bring({ session, catalog: { holdersOf: () => ['near', 'far'] } }, record, {
      journalFile,
      signal,
      onProgress: () => undefined,
    })
    expect(brought, `dies after ${left}`).toMatchObject({ files: FILES, skips: [], told: { renamed: 0 } })
    expect((await readdir(target)).toSorted()).toEqual(Array.from({ length: FILES }, (_, at) => `${at}.jpg`))
    for (let at = 0; at < FILES; at++) expect(await readFile(join(target, `${at}.jpg`), 'utf8')).toBe(content(at))
    return answers.left > 0
  }
  let died = 0
  while (!(await recoverWith(died))) died += STEP
  // Opening, locking, index, folders, each pack: all of them were places to die.
  expect(died).toBeGreaterThan(10)
  expect(used).toEqual(['near'])
})

it('a file that one place lost comes from the other', async () => {
  const { folder, near, far, snapshot } = await makePlaces()
  const packs = (await readdir(join(near, 'data'), { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  )
  for (const [at, pack] of packs.entries())
    if (at % 2 === 0 && packs.length > 1) await rm(join(pack.parentPath, pack.name))
  const places = [placeAt('near', near), placeAt('far', far)]
  const target = join(folder, 'recuperado')
  const session = {
    requireSettings: () => ({ vault: places[0], replicas: [places[1]] }) as unknown as Settings,
    async withVault<T>(
      work: (vault: Awaited<ReturnType<typeof openVault>>, settings: Settings) => Promise<T>,
      use: { replicaId?: string } = {},
    ) {
      const vault = await openVault(localBackend(use.replicaId === 'near' ? near : far), SECRET)
      return work(vault, session.requireSettings()).finally(() => vault.close())
    },
  }
  const record = {
    id: systemRandom.uuid(),
    what: 'everything',
    copyId: copyIdSchema.parse(snapshot.id),
    isInPlace: false,
    asideName: 'antes',
    parts: [{ include: [], exclude: [], targetFolder: target, layout: 'full-path' }],
  } as unknown as RecoveryRecord
  const how = {
    journalFile: join(folder, 'um.journal'),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  }
  const parts = { session, catalog: { holdersOf: () => ['near', 'far'] } }
  const brought = await bring(parts, record, how).catch((error: unknown) => codeOf(error))
  expect(brought).toMatchObject({ files: FILES, skips: [] })
  expect(await readdir(target)).toHaveLength(FILES)
})
