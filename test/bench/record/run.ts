import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { settle } from '../caches.ts'
import type { JobName } from '../jobs.ts'
import { measure } from '../measure.ts'
import type { Measurement, Results } from '../results.ts'
import { rotated } from '../round.ts'
import { type Command, PASSWORD, plainEnvironment, type Tool } from '../tools/tool.ts'
import { WrongRestore } from '../verify.ts'
import { contentOf, DATABASE, fileName, filesOfPatient, OLD_DAY, patientFolder, type YearsVault } from './make-vault.ts'

export type RecordOrder = {
  readonly vault: YearsVault
  /** The clinic's database as it lies in every copy of the vault. */
  readonly database: string
  readonly tools: readonly Tool[]
  readonly rounds: number
  readonly isCold: boolean
  readonly place: string
  readonly onMeasured: (measurement: Measurement) => void
}
type Laps = NonNullable<Results['record']>['fromOpen'][number]

const lap = z.object({ wallSeconds: z.number(), cpuSeconds: z.number() })
const lapsSchema = z.object({ opening: lap, reading: lap, rows: z.number() })
const ROOT = path.join(import.meta.dirname, '..', '..', '..')

/**
 * Gets one file, one folder and one patient's record out of a vault of many years; every process begins with nothing but the vault.
 * What comes back is compared byte for byte, or row by row counted. Resolves to what reading a record took once the vault was open.
 */
export async function runRecord(order: RecordOrder): Promise<readonly Laps[]> {
  const { vault, database, tools, rounds, isCold, place, onMeasured } = order
  const { patient, oldCopy } = vault
  const oldFolder = patientFolder(patient)
  const asked = someoneIn(database)
  const laps: Laps[] = []
  rmSync(place, { recursive: true, force: true })
  const program = bundled(place)
  const reader = (target: string): Command => ({
    program: process.execPath,
    args: [program, vault.folder, oldCopy, DATABASE, asked.name, target],
    env: { ...plainEnvironment(place), RESTIC_PASSWORD: PASSWORD, TMPDIR: place },
  })
  const jobs: readonly { name: JobName; path: string; copy?: string; check: (target: string) => void }[] = [
    { name: 'restore-one', path: `${oldFolder}/${fileName(7)}`, check: () => {} },
    {
      name: 'restore-old',
      path: `${oldFolder}/${fileName(7)}`,
      copy: oldCopy,
      check: (target) => isAsThen(target, patient, [7]),
    },
    {
      name: 'restore-folder',
      path: oldFolder,
      copy: oldCopy,
      check: (target) => isAsThen(target, patient, [...filesOfPatient.keys()]),
    },
    { name: 'read-record', path: DATABASE, copy: oldCopy, check: () => {} },
  ]
  try {
    for (let round = 0; round < rounds; round++)
      for (const [at, job] of jobs.entries())
        for (const tool of rotated(tools, round + at)) {
          const isRead = job.name === 'read-record' && tool.name === 'ours'
          const repository = freshView(tool, vault.folder, path.join(place, tool.name))
          const target = path.join(place, 'restored')
          mkdirSync(target)
          await settle(tool, isCold)
          const cost = await measure(isRead ? reader(target) : repository.restoreOne(target, job.path, job.copy))
          if (isRead) laps.push(lapsOf(target, asked.notes))
          else if (!readdirSync(path.join(target, path.dirname(job.path))).includes(path.basename(job.path)))
            throw new WrongRestore(`${tool.name} did not bring back ${job.path}`)
          else job.check(target)
          rmSync(target, { recursive: true })
          onMeasured({ set: 'record', job: job.name, round, tool: tool.name, ...cost, storedBytes: vault.storedBytes })
        }
  } finally {
    rmSync(place, { recursive: true, force: true })
    rmSync(path.dirname(program), { recursive: true, force: true })
  }
  return laps
}

/** A tool that has never seen the vault: no cache of its own. */
function freshView(tool: Tool, vault: string, place: string) {
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  const repository = tool.repository(place)
  symlinkSync(vault, repository.folder)
  return repository
}

/** Beside our own packages, so that the native one is found. */
function bundled(place: string): string {
  mkdirSync(place, { recursive: true })
  const folder = path.join(ROOT, '.cache', 'bench', `record-${process.pid}`)
  const bundler = path.join(import.meta.dirname, '..', 'bundle.mjs')
  execFileSync(process.execPath, [bundler, folder, 'test/bench/record/read-record.ts'], { stdio: 'inherit' })
  return path.join(folder, 'read-record.mjs')
}

/** The patient with the most notes, whose name nobody else has. */
function someoneIn(database: string): { readonly name: string; readonly notes: number } {
  const db = new Database(database, { readonly: true })
  try {
    const found = db
      .prepare(
        `SELECT nome AS name, (SELECT count(*) FROM atendimentos a JOIN evolucoes e ON e.atendimento_id = a.id WHERE a.paciente_id = p.id) AS notes FROM pacientes p
         WHERE (SELECT count(*) FROM pacientes q WHERE q.nome = p.nome) = 1 ORDER BY notes DESC, p.id LIMIT 1`,
      )
      .get()
    return z.object({ name: z.string(), notes: z.number().min(1) }).parse(found)
  } finally {
    db.close()
  }
}

function isAsThen(target: string, patient: number, files: readonly number[]): void {
  for (const at of files) {
    const restored = readFileSync(path.join(target, patientFolder(patient), fileName(at)))
    if (!restored.equals(contentOf(patient, at, OLD_DAY)))
      throw new WrongRestore(`other bytes: ${fileName(at)} of then`)
  }
}

function lapsOf(target: string, notes: number): Laps {
  const { reading, rows } = lapsSchema.parse(JSON.parse(readFileSync(path.join(target, 'laps.json'), 'utf8')))
  if (rows < notes)
    throw new WrongRestore(`the record has ${rows} rows, the database ${notes} notes of the patient alone`)
  return reading
}
