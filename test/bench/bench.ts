import { mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { runApp } from './app/run.ts'
import { canDropCaches, versionOf } from './caches.ts'
import { clinicSet, type DataSet, smallFilesSet } from './data.ts'
import { runIdle } from './idle/run.ts'
import { clinicJobs, jobTitles, type SetName, smallFilesJobs } from './jobs.ts'
import { type BenchOptions, readOptions, usage } from './options.ts'
import { profileJobs } from './profile.ts'
import { buildProgram } from './program.ts'
import { withPart, writeTable } from './readme.ts'
import { makeYearsVault, type RecordSize } from './record/make-vault.ts'
import { runRecord } from './record/run.ts'
import { cloudNames } from './replicate/clouds.ts'
import { copyReport } from './replicate/report.ts'
import { type CopyMeasurement, type CopyResults, writeCopyResults } from './replicate/results.ts'
import { runReplicate } from './replicate/run.ts'
import { terminalReport } from './report.ts'
import { describeCommit, describeMachine, type Measurement, type Results, writeResults } from './results.ts'
import { runRound } from './round.ts'
import { makeScaleVault } from './scale/make-vault.ts'
import { runScale } from './scale/run.ts'
import { runSearch } from './search/run.ts'
import { makeTool } from './tools/all.ts'
import type { Tool } from './tools/tool.ts'
import { WrongRestore } from './verify.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const CACHE = path.join(ROOT, '.cache', 'bench')
const WORK = path.join(CACHE, 'work')

const say = (line: string) => process.stderr.write(`${line}\n`)

class Bench {
  readonly #options: BenchOptions
  readonly #isCold: boolean
  readonly #startedAtMs = Number(process.env.SALVAGUARDA_BENCH_STARTED_MS ?? Date.now())
  readonly #measurements: Measurement[] = []
  readonly #loadAtRound: number[] = []
  readonly #data: Results['data'] = []
  #record: Results['record']

  constructor(options: BenchOptions) {
    this.#options = options
    this.#isCold = !options.isWarm && canDropCaches()
    say(
      this.#isCold
        ? 'page cache: emptied before each run'
        : 'page cache: warm, as asked or because only root may empty it',
    )
  }

  async run(): Promise<Results> {
    const { tools: names, scale, record, entry = buildProgram(CACHE) } = this.#options
    const tools = names
      .filter((name) => !(scale || record) || name === 'ours' || name === 'restic')
      .map((name) => makeTool[name](entry))
    const versions = []
    for (const tool of tools) versions.push({ name: tool.name, version: await versionOf(tool) })
    const takenAt = new Date().toISOString()
    rmSync(WORK, { recursive: true, force: true })
    mkdirSync(WORK, { recursive: true })
    if (scale) await this.#runScale(tools, scale)
    else if (record) await this.#runRecord(tools, record)
    else await this.#runSets(tools)
    return {
      format: 1,
      takenAt,
      commit: describeCommit(ROOT),
      size: scale ? 'scale' : record ? 'record' : this.#options.size,
      ...(this.#options.entry === undefined ? {} : { entry: this.#options.entry }),
      machine: describeMachine(),
      isCold: this.#isCold,
      loadAtRound: this.#loadAtRound,
      tools: versions,
      data: this.#data,
      ...(this.#record ? { record: this.#record } : {}),
      measurements: this.#measurements,
    }
  }

  async #runSets(tools: readonly Tool[]): Promise<void> {
    const { sets, rounds, maxMinutes, isProfiled } = this.#options
    const clinic = await clinicSet(CACHE, this.#options)
    const sources: { set: SetName; data: DataSet; jobs: typeof clinicJobs }[] = []
    if (sets.includes('clinic')) sources.push({ set: 'clinic', data: clinic, jobs: clinicJobs })
    if (sets.includes('small-files'))
      sources.push({ set: 'small-files', data: await smallFilesSet(CACHE, this.#options), jobs: smallFilesJobs })
    for (const { set, data } of sources) this.#data.push({ set, files: data.files, bytes: data.bytes })
    requireRoom(clinic.bytes * (tools.length + 3))

    let longestMs = 0
    for (let round = 0; round < rounds; round++) {
      const beganMs = Date.now()
      if (round > 0 && beganMs + longestMs - this.#startedAtMs > maxMinutes * 60_000) {
        say(`no further round: it would end after ${maxMinutes} minutes`)
        break
      }
      this.#noteLoad()
      for (const source of sources)
        await runRound({
          ...{ ...source, tools, round, isCold: this.#isCold, isVerified: round === 0 },
          place: path.join(WORK, source.set),
          onMeasured: (measurement) => this.#note(measurement),
        })
      longestMs = Math.max(longestMs, Date.now() - beganMs)
    }
    if (!isProfiled) return
    const into = path.join(CACHE, 'profiles')
    say(await profileJobs({ data: clinic, place: path.join(WORK, 'profiled'), into, isCold: this.#isCold }))
  }

  async #runScale(tools: readonly Tool[], size: { files: number; blobs: number }): Promise<void> {
    const set = await makeScaleVault(CACHE, size)
    this.#data.push({ set: 'scale', files: set.files, bytes: set.bytes, blobs: size.blobs })
    this.#noteLoad()
    await runScale({
      ...{ set, tools, rounds: this.#options.rounds, isCold: this.#isCold, place: path.join(WORK, 'scale') },
      onMeasured: (measurement) => this.#note(measurement),
    })
  }

  async #runRecord(tools: readonly Tool[], size: RecordSize): Promise<void> {
    const { databasePath: database } = await clinicSet(CACHE, this.#options)
    const vault = await makeYearsVault(CACHE, size, database)
    const { copies, files, versions, blobs, storedBytes } = vault
    const databaseBytes = statSync(database).size
    this.#data.push({ set: 'record', files, bytes: storedBytes, blobs })
    this.#noteLoad()
    const fromOpen = await runRecord({
      ...{ vault, database, tools, rounds: this.#options.rounds, isCold: this.#isCold },
      place: path.join(WORK, 'record'),
      onMeasured: (measurement) => this.#note(measurement),
    })
    this.#record = { copies, versions, vaultBytes: storedBytes, databaseBytes, fromOpen: [...fromOpen] }
  }

  #noteLoad(): void {
    this.#loadAtRound.push(Number((loadavg()[0] ?? 0).toFixed(2)))
  }

  #note(measurement: Measurement): void {
    this.#measurements.push(measurement)
    const { set, job, round, tool, wallSeconds, userSeconds, systemSeconds, peakRssBytes } = measurement
    const cost = `${wallSeconds.toFixed(2)} s, CPU ${(userSeconds + systemSeconds).toFixed(2)} s, ${(peakRssBytes / 1e6).toFixed(0)} MB`
    say(`round ${round + 1} · ${set} · ${jobTitles[job]} · ${tool}: ${cost}`)
  }
}

/** Throws before anything is measured rather than fill the disk in the middle. */
function requireRoom(bytes: number): void {
  const { bavail, bsize } = statfsSync(WORK)
  if (bavail * bsize < bytes)
    throw new Error(`the disk of ${WORK} needs ${(bytes / 1e9).toFixed(1)} GB free for this size; --quick needs less`)
}

async function main(): Promise<void> {
  if (process.argv.includes('--idle')) return runIdle(process.argv.slice(2))
  if (process.argv.includes('--app')) return runApp(process.argv.slice(2))
  if (process.argv.includes('--search')) return runSearch(process.argv.slice(2), path.join(CACHE, 'search'))
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') {
    process.stdout.write(`${usage}\n`)
    return
  }
  if (options.replicate) return compareReplication(options, options.replicate.delayMs)
  const results = await new Bench(options).run()
  rmSync(WORK, { recursive: true, force: true })
  const folder = options.isSaved ? path.join(ROOT, 'test', 'bench', 'results') : path.join(CACHE, 'results')
  process.stdout.write(`${terminalReport(results)}\n\n`)
  process.stdout.write(`results: ${path.relative(ROOT, writeResults(folder, results))}\n`)
  if (options.isForReadme) writeTable(path.join(ROOT, 'README.md'), results)
}

/** `--replicate`: its own measurements, table and results file. */
async function compareReplication(options: BenchOptions, delayMs: number): Promise<void> {
  const entry = options.entry ?? buildProgram(CACHE)
  const data = await clinicSet(CACHE, options)
  mkdirSync(WORK, { recursive: true })
  requireRoom(data.bytes * 8)
  const [ours, restic] = [makeTool.ours(entry), makeTool.restic(entry)]
  const isCold = !options.isWarm && canDropCaches()
  const measurements: CopyMeasurement[] = []
  const loadAtRound: number[] = []
  const takenAt = new Date().toISOString()
  const vaultBytes = await runReplicate({
    ...{ data, clouds: cloudNames, ours, restic, entry, isCold, delayMs, rounds: options.rounds },
    place: path.join(WORK, 'replicate'),
    onRound: (load) => loadAtRound.push(load),
    onMeasured: (one) => {
      measurements.push(one)
      const cpu = (one.userSeconds + one.systemSeconds).toFixed(2)
      const wire = ((one.upBytes + one.downBytes) / 1e6).toFixed(2)
      say(`round ${one.round + 1} · ${one.cloud} · ${one.job} · ${one.tool}: CPU ${cpu} s, ${wire} MB on the wire`)
    },
  })
  rmSync(WORK, { recursive: true, force: true })
  const found: CopyResults = {
    ...{ format: 1, takenAt, commit: describeCommit(ROOT), size: 'replicate', machine: describeMachine(), isCold },
    ...{ loadAtRound, delayMs, restic: await versionOf(restic) },
    ...{ data: { files: data.files, bytes: data.bytes, vaultBytes }, measurements },
  }
  const folder = options.isSaved ? path.join(ROOT, 'test', 'bench', 'results') : path.join(CACHE, 'results')
  process.stdout.write(`${copyReport(found)}\nresults: ${path.relative(ROOT, writeCopyResults(folder, found))}\n`)
  const readme = path.join(ROOT, 'README.md')
  if (options.isForReadme) writeFileSync(readme, withPart(readFileSync(readme, 'utf8'), 'replicate', copyReport(found)))
}

// A run is minutes long: whoever looks after it must see that it was ended, not that it was quiet.
process.once('SIGTERM', () => {
  say('ended from outside (SIGTERM); no results were written')
  process.exit(143)
})

try {
  await main()
} catch (error) {
  say(
    error instanceof WrongRestore
      ? `WRONG RESTORE: ${error.message}`
      : error instanceof Error
        ? error.message
        : String(error),
  )
  process.exitCode = 1
}
