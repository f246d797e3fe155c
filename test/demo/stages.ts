import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { CopyId } from '#shared/domain/index.ts'
import type { EngineClient } from '../engine-client.ts'
import { type ClinicDatabaseReport, type ClinicSummary, inspectClinicDatabase } from '../fixtures/clinic/index.ts'
import type { SetUp } from './begin.ts'
import { folderBytes } from './folder-bytes.ts'
import type { watchJobs } from './jobs.ts'
import { DemoProblem } from './problems.ts'
import { checkFigures, copyFigures, type Places } from './report.ts'

/** What the stages of one demo share. */
export type Stage = {
  readonly client: EngineClient
  readonly jobs: ReturnType<typeof watchJobs>
  readonly clinic: ClinicSummary
  readonly places: Places
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Waits for the copy that set-up began, while the front desk writes, then ends the front desk's day. */
export async function finishFirstCopy({ jobs, places }: Stage, begun: SetUp) {
  const copy = await jobs.copy(begun.firstCopyJobId).finally(() => begun.desk.stop())
  const desk = await begun.desk.stop()
  if (desk.transactions === 0) throw new DemoProblem('DEMO_DESK_IDLE')
  if (copy.databases !== 1) throw new DemoProblem('DEMO_COPY_INCOMPLETE', JSON.stringify(copy.skips))
  return {
    copyId: copy.copyId,
    ...copyFigures(copy),
    vaultBytes: folderBytes(places.vault),
    deskTransactions: desk.transactions,
    deskNotesTouched: desk.notesTouched,
    deskLongestMs: desk.longestMs,
    deskBusyErrors: desk.busyErrors,
  }
}

/** Finds a file by name across all copies, takes the version that one copy holds, and recovers it. Returns where it now is. */
async function recover(
  { client, places }: Stage,
  searched: string,
  isWanted: (found: { name: string; folder: string }) => boolean,
  sub: string,
): Promise<string> {
  const found = (await client.searchFiles({ text: searched, limit: 200 })).find(isWanted)
  if (!found) throw new DemoProblem('DEMO_NOT_FOUND', searched)
  const [oldest] = (await client.listVersions({ fileKey: found.fileKey })).toSorted(
    (a, b) => a.firstCopyAtMs - b.firstCopyAtMs,
  )
  if (!oldest) throw new DemoProblem('DEMO_NOT_FOUND', searched)
  const targetFolder = path.join(places.recovered, sub)
  const result = await client.recoverVersion({ versionKey: oldest.versionKey, targetFolder })
  const [name] = readdirSync(result.folder)
  if (name === undefined || result.files !== 1) throw new DemoProblem('DEMO_NOT_FOUND', result.folder)
  return path.join(result.folder, name)
}

/** Deletes one patient's photo for good, then gets it back through the app and compares every byte. */
export async function loseAndRecover(stage: Stage) {
  const { clinic } = stage
  const relative = clinic.photoPaths[Math.floor(clinic.photoPaths.length / 2)] ?? ''
  const photo = path.join(clinic.root, relative)
  const before = sha256(photo)
  const bytes = readFileSync(photo).length
  rmSync(photo)
  const startedMs = performance.now()
  const name = path.basename(photo)
  const patientFolder = path.basename(path.dirname(path.dirname(photo)))
  const recovered = await recover(
    stage,
    `${name} ${patientFolder}`,
    (found) => found.name === name && found.folder.includes(patientFolder),
    'foto',
  )
  if (sha256(recovered) !== before) throw new DemoProblem('DEMO_BYTES_DIFFER', recovered)
  return { photo: relative, bytes, sha256: before, recovered, recoverMs: Math.round(performance.now() - startedMs) }
}

/** Fails unless a copied database is whole. */
export function requireWhole(report: ClinicDatabaseReport): ClinicDatabaseReport {
  if (report.integrity !== 'ok' || report.foreignKeyErrors > 0 || !report.invariantHolds)
    throw new DemoProblem('DEMO_DATABASE_TORN', JSON.stringify(report))
  return report
}

/** Recovers the database as the first copy took it, in full use, opens it and recounts it. */
export async function openCopiedDatabase(stage: Stage, madeAppointments: number) {
  const recovered = await recover(stage, 'clinica.db', (found) => found.name === 'clinica.db', 'banco')
  const report = requireWhole(inspectClinicDatabase(recovered))
  return {
    recovered,
    appointments: report.counts.atendimentos,
    notes: report.counts.evolucoes,
    /** Written by the front desk before the moment the copy holds: the copy is of the living database. */
    writtenByTheDesk: report.counts.atendimentos - madeAppointments,
    invariantHolds: report.invariantHolds,
    integrity: report.integrity,
    newestEntryAt: new Date(report.newestEntryAtMs).toISOString(),
  }
}

export async function copyAgain({ client, jobs, places }: Stage) {
  const before = folderBytes(places.vault)
  const { jobId } = await client.copyNow({})
  const copy = await jobs.copy(jobId)
  if (Object.keys(copy.skips).length > 0) throw new DemoProblem('DEMO_COPY_INCOMPLETE', JSON.stringify(copy.skips))
  return { copyId: copy.copyId as CopyId, ...copyFigures(copy), vaultGrewBytes: folderBytes(places.vault) - before }
}

/** Our own check, every byte of the vault read. */
export async function checkEverything({ client, jobs }: Stage) {
  const { jobId } = await client.checkNow({ readData: true })
  const found = await jobs.check(jobId)
  if (found.problems > 0) throw new DemoProblem('DEMO_CHECK_FOUND', `${found.problems} problems`)
  return {
    ...checkFigures(found),
    bytesPerSecond: Math.round((found.readBytes * 1000) / Math.max(1, found.durationMs)),
  }
}
