import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { readKit } from '#engine/kit/index.ts'
import { vaultFolderIn } from '#engine/session/index.ts'
import { listCopy } from '#engine/snapshot/index.ts'
import { openVault, type Snapshot } from '#engine/vault/index.ts'
import type { RecoveryWish } from '#shared/contracts/index.ts'
import type { Fact } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../../engine-client.ts'

// A recovery that writes into what is protected, a copy made at the same time, and an engine that is killed.

const PROGRAM = path.join(import.meta.dirname, 'recover-until-killed.ts')
const FILES = 160
/** Long enough that whatever happens beside it happens while it is written. */
const EXAM_BYTES = 40_000_000
let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
let password: string
const at = (...names: string[]) => path.join(root, ...names)
const photo = (number: number) => at('Clínica', 'Fotos', `foto ${number}.txt`)
const words = (number: number) => `foto ${number} `.repeat(800)
const exam = () => at('Clínica', 'Exames', 'ressonância.raw')
const sha256 = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

// One clinic for all: each begins with everything in its place and in the newest copy.
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'recuperação e cópia é '))
  for (const folder of ['Fotos', 'Exames']) await mkdir(at('Clínica', folder), { recursive: true })
  await mkdir(at('HD externo'))
  for (let number = 0; number < FILES; number++) await writeFile(photo(number), words(number))
  await writeFile(exam(), randomBytes(EXAM_BYTES))
  host = memoryHost()
  running = await runEngine({ dataFolder: at('dados'), host })
  const { kitWords } = await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Clínica' }],
    destinationPath: at('HD externo'),
  })
  password = readKit(kitWords.join(' ')).password
  await running.engine.idle()
})
afterAll(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

async function inPlace(folder: string): Promise<RecoveryWish> {
  const [copy] = await running.client.copiesToRecover({})
  return { what: { kind: 'folder', copyId: copy?.copyId, folder }, into: { kind: 'in-place' } } as RecoveryWish
}
async function ended(recoveryId: string) {
  for (;;) {
    const view = await running.client.recovery({ recoveryId })
    if (view.state.kind !== 'running') return view
    await sleep(5)
  }
}
/** A copy from now on; one may have begun by itself, since what a recovery changed is copied at once. */
async function copy(): Promise<void> {
  expect(['ok', 'JOB_101']).toContain(await running.client.copyNow({}).then(() => 'ok', codeOf))
}
async function facts(): Promise<Fact[]> {
  const all: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => all.push(fact))
  await running.client.overview({})
  stop()
  return all
}
/** The copies in the vault, oldest first, as anybody sees them who opens it with the kit. */
async function copies<T>(look: (snapshot: Snapshot, files: readonly string[]) => T): Promise<T[]> {
  const vault = await openVault(localBackend(vaultFolderIn(at('HD externo'))), password)
  try {
    await vault.loadIndex()
    const found: T[] = []
    for (const snapshot of (await vault.listSnapshots()).toSorted((a, b) => a.time.localeCompare(b.time))) {
      const files: string[] = []
      for await (const { path: name } of listCopy(vault, snapshot)) files.push(Buffer.from(name).toString())
      found.push(look(snapshot, files))
    }
    return found
  } finally {
    await vault.close()
  }
}

it('a copy made while a recovery writes into what is protected says so; the one after does not', async () => {
  const wish = await inPlace(at('Clínica', 'Exames'))
  const before = await sha256(exam())
  await rm(exam())
  const { recoveryId } = await running.client.startRecovery(wish)
  await copy()
  expect((await ended(recoveryId)).state).toMatchObject({ kind: 'done' })
  await running.engine.idle()
  await writeFile(at('Clínica', 'nota.txt'), 'uma')
  await copy()
  await running.engine.idle()
  const tags = await copies(({ tags: said = [] }) => said.includes('recuperacao'))
  expect(tags[0]).toBe(false)
  expect(tags).toContain(true)
  expect(tags.at(-1)).toBe(false)
  expect(await sha256(exam())).toBe(before)
})

it('a copy under way when a recovery begins is begun anew, and keeps no half of it', async () => {
  const wish = await inPlace(at('Clínica', 'Fotos'))
  for (let number = 0; number < FILES; number++) await rm(photo(number))
  await writeFile(exam(), randomBytes(EXAM_BYTES))
  const { jobId } = await running.client.copyNow({})
  const hasBegun = async () => (await facts()).some((fact) => fact.kind === 'job-started' && fact.jobId === jobId)
  while (!(await hasBegun())) await sleep(1)
  const { recoveryId } = await running.client.startRecovery(wish)
  expect((await ended(recoveryId)).state).toMatchObject({ kind: 'done', files: FILES })
  await running.engine.idle()
  const begun = (await facts()).flatMap((fact) =>
    fact.kind === 'job-started' && fact.jobId === jobId ? [fact.isResumed] : [],
  )
  expect(begun).toEqual([false, true])
  await writeFile(at('Clínica', 'nota.txt'), 'outra')
  await copy()
  await running.engine.idle()
  const seen = await copies(({ tags = [] }, files) => ({
    isMarked: tags.includes('recuperacao'),
    photos: files.filter((file) => file.includes('foto ')).length,
  }))
  // Whole, without them all, or marked: never a part of the photos in a copy that says nothing.
  for (const { isMarked, photos } of seen) expect(isMarked || photos === FILES || photos === 0).toBe(true)
  expect(seen.at(-1)).toEqual({ isMarked: false, photos: FILES })
})

it('an engine that is killed while it recovers goes on at the next start, whole, and it can be undone', async () => {
  const wish = await inPlace(at('Clínica', 'Fotos'))
  for (let number = 0; number < FILES; number++) await rm(photo(number))
  await writeFile(photo(3), 'escrito por cima')
  const known = new Set((await running.client.recoveries({})).map(({ recoveryId }) => recoveryId))
  await running.close()
  await writeFile(at('pedido.json'), JSON.stringify({ secrets: [...host.secrets], wish }))
  // At the first sign of a file: threads write them, and on a busy computer all may be there before anybody has looked again. Moments in the
  // middle are chosen in restore/killed.slow.test.ts.
  const args = [PROGRAM, at('dados'), at('pedido.json'), at('Clínica', 'Fotos'), '2']
  const [, signal] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')
  expect(signal).toBe('SIGKILL')

  running = await runEngine({ dataFolder: at('dados'), host })
  const began = (await running.client.recoveries({})).find(({ recoveryId }) => !known.has(recoveryId))
  const recoveryId = began?.recoveryId ?? expect.fail('no recovery is known')
  const view = await ended(recoveryId)
  expect(view.state).toMatchObject({ kind: 'done', setAside: 1 })
  for (let number = 0; number < FILES; number++) expect(await readFile(photo(number), 'utf8')).toBe(words(number))
  expect((await readdir(at('Clínica', 'Fotos'))).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(await running.client.undoRecovery({ recoveryId })).toMatchObject({
    state: { kind: 'undone', removed: FILES - 1 + 1, putBack: 1, left: [] },
  })
  expect(await readdir(at('Clínica', 'Fotos'))).toEqual(['foto 3.txt'])
  expect(existsSync(exam()) && statSync(exam()).size).toBe(EXAM_BYTES)
})
