import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { localBackend } from '#engine/backends/index.ts'
import { createVault, type Id, type TreeNode, type Vault } from '#engine/vault/index.ts'
import { folderBytes } from '../../demo/folder-bytes.ts'
import { randomFor } from '../../fixtures/clinic/random.ts'
import { PASSWORD } from '../tools/tool.ts'

export type RecordSize = { readonly versions: number; readonly years: number }

const yearsVault = z.object({
  folder: z.string(),
  copies: z.number(),
  files: z.number(),
  versions: z.number(),
  blobs: z.number(),
  storedBytes: z.number(),
  /** The copy of the end of the first year. */
  oldCopy: z.string(),
  /** A patient whose files changed on that day, and later again. */
  patient: z.number(),
})
export type YearsVault = z.infer<typeof yearsVault>

/** Where all lay when it was copied. Nobody looks there: only what is in the vault is read. */
export const ROOT = '/srv/Clínica Boa Vista'
export const DATABASE = `${ROOT}/Sistema/clinica.db`
const FILES_A_PATIENT = 30
const PATIENTS_A_FOLDER = 60
const TIMES_CHANGED = 3
const DAYS_A_YEAR = 365
const FIRST_DAY_MS = Date.UTC(2016, 10, 22, 21)
const DAY_MS = 86_400_000
const PIECE_BYTES = 1_048_576

const pad = (value: number, digits: number) => String(value).padStart(digits, '0')
const folderOf = (patient: number) => `${ROOT}/Pacientes/lote-${pad(Math.floor(patient / PATIENTS_A_FOLDER), 4)}`
export const patientFolder = (patient: number): string => `${folderOf(patient)}/paciente-${pad(patient, 6)}`
export const fileName = (at: number): string => `evolucao-${pad(at, 2)}.txt`
export const filesOfPatient: readonly string[] = Array.from({ length: FILES_A_PATIENT }, (_, at) => fileName(at))

/** What a file of a patient held from a day on. */
export function contentOf(patient: number, at: number, day: number): Buffer {
  const noise = randomFor(day, 'evolução', patient, at).bytes(48).toString('hex')
  return Buffer.from(`Paciente ${patient}, folha ${at}, dia ${day}: refere melhora; retorno em 30 dias.\n${noise}\n`)
}

/** The day whose words the files of the patient hold in the copy of the first year's end. */
export const OLD_DAY = DAYS_A_YEAR

/**
 * A vault with a copy for each evening of so many years, made once and kept: no folder of this machine could be copied 3,650 times,
 * so trees, blobs and copies are written through the vault's own door. The clinic's real database lies in every copy.
 *
 * Every evening the files of some patients have changed, each file three times over the years.
 */
export async function makeYearsVault(cache: string, size: RecordSize, database: string): Promise<YearsVault> {
  const folder = path.join(
    cache,
    'record',
    `${size.versions}-${size.years}-${path.basename(path.join(database, '../../..'))}`,
  )
  const ready = path.join(folder, 'ready.json')
  if (existsSync(ready)) return yearsVault.parse(JSON.parse(readFileSync(ready, 'utf8')))
  process.stderr.write(
    `making the vault: ${size.years} years, ${size.versions} versions; this takes some ten minutes, once\n`,
  )
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const part = path.join(folder, 'vault.part')
  const label = { username: 'bench', hostname: 'bench' }
  const vault = await createVault(localBackend(part), { secrets: [{ secret: PASSWORD, label }] })
  await vault.loadIndex()
  const clinic = new Clinic(vault, size)
  const oldCopy = await clinic.live(await storeFile(vault, database))
  await vault.close()
  const place = path.join(folder, 'vault')
  renameSync(part, place)
  const { copies, files, versions, blobs } = clinic
  const made = { folder: place, copies, files, versions, blobs, storedBytes: folderBytes(place), oldCopy }
  const found = { ...made, patient: clinic.changedOn(OLD_DAY) }
  writeFileSync(ready, JSON.stringify(found))
  return found
}

/** A clinic whose files change evening by evening, straight into a vault. */
class Clinic {
  readonly #vault: Vault
  readonly #days: number
  readonly #patients: number
  readonly #lots: (Id | undefined)[]
  readonly #folders: Id[] = []
  copies = 0
  versions = 0
  blobs = 0

  constructor(vault: Vault, { versions, years }: RecordSize) {
    this.#vault = vault
    this.#days = years * DAYS_A_YEAR
    this.#patients = Math.max(1, Math.round(versions / (1 + TIMES_CHANGED) / FILES_A_PATIENT))
    this.#lots = Array.from({ length: Math.ceil(this.#patients / PATIENTS_A_FOLDER) })
  }

  get files(): number {
    return this.#patients * FILES_A_PATIENT
  }

  /** The first patient of an evening. */
  changedOn(day: number): number {
    return this.#turn(day) % this.#patients
  }

  #turn(day: number): number {
    return Math.floor(((day - 1) * this.#patients * TIMES_CHANGED) / this.#days)
  }

  /** All evenings, the first with everything. Gives the copy of the first year's end. */
  async live(database: TreeNode): Promise<Id> {
    for (let patient = 0; patient < this.#patients; patient++) await this.#see(patient, 0)
    await this.#copy(0, database)
    let old: Id = ''
    for (let day = 1; day <= this.#days; day++) {
      for (let turn = this.#turn(day); turn < this.#turn(day + 1); turn++) await this.#see(turn % this.#patients, day)
      const copy = await this.#copy(day, database)
      if (day === OLD_DAY) old = copy
      if (day % DAYS_A_YEAR === 0) process.stderr.write(`  year ${day / DAYS_A_YEAR}, ${this.versions} versions\n`)
    }
    return old
  }

  /** A patient came: each of the files says something new. */
  async #see(patient: number, day: number): Promise<void> {
    const nodes = await Promise.all(
      filesOfPatient.map(async (name, at): Promise<TreeNode> => {
        const bytes = contentOf(patient, at, day)
        const { id } = await this.#vault.saveBlob('data', bytes)
        return { ...common(day), name: Buffer.from(name), type: 'file', content: [id], sizeBytes: BigInt(bytes.length) }
      }),
    )
    this.versions += nodes.length
    this.blobs += nodes.length
    this.#folders[patient] = await this.#tree(nodes)
    this.#lots[Math.floor(patient / PATIENTS_A_FOLDER)] = undefined
  }

  async #copy(day: number, database: TreeNode): Promise<Id> {
    const lots: TreeNode[] = []
    for (const [at, known] of this.#lots.entries()) {
      const lot = known ?? (await this.#lot(at))
      this.#lots[at] = lot
      lots.push(folder(`lote-${pad(at, 4)}`, lot))
    }
    const patients = folder('Pacientes', await this.#tree(lots))
    const system = folder('Sistema', await this.#tree([database]))
    const clinic = folder(path.basename(ROOT), await this.#tree([patients, system]))
    const tree = await this.#tree([folder('srv', await this.#tree([clinic]))])
    await this.#vault.flush()
    this.copies++
    const time = timeOf(day)
    return (await this.#vault.saveSnapshot({ time, tree, paths: [ROOT], hostname: 'recepcao', username: 'bench' })).id
  }

  #lot(at: number): Promise<Id> {
    const first = at * PATIENTS_A_FOLDER
    const here = this.#folders.slice(first, first + PATIENTS_A_FOLDER)
    return this.#tree(here.map((id, index) => folder(`paciente-${pad(first + index, 6)}`, id)))
  }

  async #tree(nodes: readonly TreeNode[]): Promise<Id> {
    this.blobs++
    return (await this.#vault.saveTree(nodes)).id
  }
}

const timeOf = (day: number) => new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().replace('.000Z', 'Z')
const common = (day: number) => ({
  ...{ mtime: timeOf(day), atime: timeOf(day), ctime: timeOf(day) },
  ...{ uid: 0, gid: 0, mode: 0o644 },
})
const folder = (name: string, subtree: Id): TreeNode => ({
  ...{ ...common(0), mode: 0o755, name: Buffer.from(name), type: 'dir', content: null, subtree },
})

async function storeFile(vault: Vault, file: string): Promise<TreeNode> {
  const handle = await open(file)
  try {
    const content: Id[] = []
    let sizeBytes = 0
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES)
      if (bytesRead === 0) break
      sizeBytes += bytesRead
      content.push((await vault.saveBlob('data', buffer.subarray(0, bytesRead))).id)
    }
    const name = Buffer.from(path.basename(DATABASE))
    return { ...common(0), name, type: 'file', content, sizeBytes: BigInt(sizeBytes) }
  } finally {
    await handle.close()
  }
}
