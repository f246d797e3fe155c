import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { streamLog } from '#engine/kernel/index.ts'
import type { Host } from '#engine/session/index.ts'
import type { Progress } from '#shared/domain/index.ts'
import { formatBytes } from '#shared/units/index.ts'
import { type RunningEngine, runEngine } from '../engine-client.ts'
import type { ClinicSummary, presets } from '../fixtures/clinic/index.ts'
import { askRestic, type Copies, resticPeers } from './ask-restic.ts'
import { clinicFigures, makeDemoClinic, type SetUp, setUp } from './begin.ts'
import { watchJobs } from './jobs.ts'
import { DemoProblem } from './problems.ts'
import { type DemoReport, type Places, reportText } from './report.ts'
import { checkEverything, copyAgain, finishFirstCopy, loseAndRecover, openCopiedDatabase } from './stages.ts'
import { Steps, type Watcher } from './steps.ts'

export type DemoOptions = {
  /** Emptied first. Everything of the demo lies in it. */
  readonly folder: string
  readonly seed: number
  readonly preset: keyof typeof presets
  /** Where the machine's key is kept, or undefined to go without, on the words of the kit. */
  readonly host: Host | undefined
  readonly version: string
  readonly watcher: Watcher
}

const placesIn = (folder: string): Places => ({
  folder,
  clinic: path.join(folder, 'clínica', 'Clínica Boa Vista'),
  externalDisk: path.join(folder, 'HD externo'),
  vault: path.join(folder, 'HD externo', 'Salvaguarda', 'cofre'),
  recovered: path.join(folder, 'Recuperados'),
  userData: path.join(folder, 'app'),
  kitWords: path.join(folder, 'relatório', 'palavras-do-kit.txt'),
  report: path.join(folder, 'relatório', 'relatório.txt'),
})

const phaseWords: Readonly<Record<Progress['phase'], string>> = {
  preparing: 'preparando',
  database: 'copiando o banco em uso',
  reading: 'lendo e guardando',
  writing: 'recuperando',
  checking: 'conferindo',
  finishing: 'terminando',
}

function tell(watcher: Watcher, { phase, doneBytes, totalBytes }: Progress): void {
  const size = (bytes: number) => formatBytes(bytes, 'pt-BR')
  if (totalBytes === 0) watcher.onProgress(undefined, phaseWords[phase])
  else watcher.onProgress(doneBytes / totalBytes, `${phaseWords[phase]}, ${size(doneBytes)} de ${size(totalBytes)}`)
}

const noKeychain: Host = {
  readSecret: async () => ({ secret: null }),
  writeSecret: async () => ({}),
  probeKeychain: async () => ({ isAvailable: false }),
  showNotice: async () => ({}),
  withdrawNotice: async () => ({}),
  printRecord: async () => ({}),
  installUpdate: async () => ({}),
}

/**
 * Plays a clinic's first day with Salvaguarda from beginning to end, on the real engine, and reports every step.
 * A step that fails ends the demo and is in the report; nothing is thrown for it.
 */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const { folder, seed, preset, watcher } = options
  const startedAt = new Date()
  const places = placesIn(folder)
  rmSync(folder, { recursive: true, force: true })
  for (const needed of [places.externalDisk, places.userData, path.dirname(places.report)])
    mkdirSync(needed, { recursive: true })

  const steps = new Steps(7 + Math.max(1, resticPeers().length), watcher)
  let clinic: ClinicSummary | undefined
  await steps.run('clinic', 'Montar a clínica de demonstração', async () => {
    clinic = await makeDemoClinic(path.dirname(places.clinic), seed, preset, watcher.onProgress)
    return clinicFigures(clinic)
  })
  if (clinic) await protect(options, places, clinic, steps)

  const report: DemoReport = {
    ok: steps.ok,
    seed,
    preset,
    startedAt: startedAt.toISOString(),
    totalMs: Date.now() - startedAt.getTime(),
    places,
    steps: steps.reports,
  }
  writeFileSync(places.report, reportText(report))
  writeFileSync(places.report.replace(/txt$/, 'json'), `${JSON.stringify(report, null, 2)}\n`)
  return report
}

/** Everything that needs the engine; it and the front desk are stopped whatever happens. */
async function protect(options: DemoOptions, places: Places, clinic: ClinicSummary, steps: Steps): Promise<void> {
  const { host, version, watcher } = options
  const log = streamLog((line) => appendFileSync(path.join(places.folder, 'motor.log'), line))
  const dataFolder = path.join(places.userData, 'engine')
  let running: RunningEngine | undefined
  let begun: SetUp | undefined
  try {
    await steps.run('set-up', 'Primeiros passos: o que proteger, onde, o kit', async () => {
      running = await runEngine({ dataFolder, host: host ?? noKeychain, version, log })
      begun = await setUp(running.client, clinic, places, host === undefined)
      return { keptInKeychain: begun.keptInKeychain, sources: 2 }
    })
    if (!running || !begun) return
    const { client } = running
    const day = begun
    const stage = { client, jobs: watchJobs(client, (progress) => tell(watcher, progress)), clinic, places }
    const first = await steps.run('first-copy', 'Primeira cópia, com a recepção trabalhando', () =>
      finishFirstCopy(stage, day),
    )
    await steps.run('lost-photo', 'Perder uma foto e recuperar', () => loseAndRecover(stage))
    const made = steps.reports[0]?.figures.appointments
    await steps.run('database', 'Abrir o banco copiado', () => openCopiedDatabase(stage, Number(made)))
    const second = await steps.run('second-copy', 'Segunda cópia, só o que mudou', () => copyAgain(stage))
    await steps.run('check', 'Conferir o cofre, lendo tudo', () => checkEverything(stage))
    if (first && second)
      await convinceRestic(stage, steps, day.kitWords, { first: first.copyId, second: second.copyId })
  } finally {
    // Its report was asked for where it matters; here it only has to be gone.
    await begun?.desk.stop().catch(() => undefined)
    await running?.close()
  }
}

async function convinceRestic(
  stage: Parameters<typeof askRestic>[0],
  steps: Steps,
  kitWords: readonly string[],
  copies: Copies,
): Promise<void> {
  const peers = resticPeers()
  for (const { peer, binary } of peers)
    await steps.run(`restic@${peer}`, `O restic de fora confere e recupera (${peer})`, () =>
      askRestic(stage, binary, kitWords, copies),
    )
  if (peers.length === 0)
    await steps.run('restic', 'O restic de fora confere e recupera', async () => {
      throw new DemoProblem('DEMO_RESTIC_MISSING')
    })
}
