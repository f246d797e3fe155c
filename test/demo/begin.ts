import { writeFileSync } from 'node:fs'
import type { JobId } from '#shared/domain/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import type { EngineClient } from '../engine-client.ts'
import {
  type ClinicSummary,
  type FrontDesk,
  inspectClinicDatabase,
  makeClinic,
  type presets,
  startFrontDesk,
} from '../fixtures/clinic/index.ts'
import { DemoProblem } from './problems.ts'
import type { Places } from './report.ts'

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

export async function makeDemoClinic(
  into: string,
  seed: number,
  preset: keyof typeof presets,
  onProgress: (fraction: number | undefined) => void,
): Promise<ClinicSummary> {
  return makeClinic({
    into,
    seed,
    preset,
    // The clinic's ten years end yesterday, so that the app shows recent work.
    referenceDay: yesterday(),
    onProgress: ({ step, done, total }) => onProgress(step === 'photos' ? (done / total) * 0.8 : 0.85),
  })
}

export function clinicFigures(clinic: ClinicSummary) {
  const { counts } = inspectClinicDatabase(clinic.databasePath)
  return {
    files: clinic.files,
    bytes: clinic.bytes,
    photos: clinic.byKind.photo.files,
    documents: clinic.byKind.document.files,
    databaseBytes: clinic.databaseBytes,
    patients: counts.pacientes,
    appointments: counts.atendimentos,
    hostileNames: clinic.hostile.made.length,
    hostileNamesRefusedHere: clinic.hostile.refused.length,
  }
}

export type SetUp = {
  readonly kitWords: readonly string[]
  readonly firstCopyJobId: JobId
  readonly keptInKeychain: boolean
  readonly desk: FrontDesk
}

/** Goes through the first steps as a person does, lets the front desk begin its day, and starts the first copy. */
export async function setUp(
  client: EngineClient,
  clinic: ClinicSummary,
  places: Places,
  withoutKeychain: boolean,
): Promise<SetUp> {
  const findings = await client.inspectFolder({ path: clinic.root })
  const database = findings.databases.find((found) => found.path === clinic.databasePath)
  if (!database) throw new DemoProblem('DEMO_NOT_FOUND', 'the database was not noticed in the clinic’s folder')
  const { kitWords, proofPositions } = await client.beginSetup({
    clinicName: 'Clínica Boa Vista',
    sources: [
      { kind: 'folder', path: clinic.root, label: 'Pasta da clínica' },
      { kind: 'sqlite', path: database.path, label: 'Banco do sistema' },
    ],
    destinationPath: places.externalDisk,
  })
  writeFileSync(places.kitWords, `${kitWords.join(' ')}\n`, { mode: 0o600 })
  const desk = await startFrontDesk({ databasePath: clinic.databasePath, notesFolder: clinic.deskFolder })
  const proof = proofPositions.map((position) => ({ position, word: kitWords[position - 1] ?? '' }))
  try {
    const { firstCopyJobId } = await client.finishSetup({ proof, withoutKeychain })
    return { kitWords, firstCopyJobId, keptInKeychain: !withoutKeychain, desk }
  } catch (error) {
    // No keychain on this machine: as in the app, the person may go on with the words of the kit.
    if (withoutKeychain || !isAppError(error) || error.code !== 'KEY_103') {
      await desk.stop()
      throw error
    }
    const { firstCopyJobId } = await client.finishSetup({ proof, withoutKeychain: true })
    return { kitWords, firstCopyJobId, keptInKeychain: false, desk }
  }
}
