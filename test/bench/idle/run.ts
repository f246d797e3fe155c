import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

export type IdleOptions = { readonly files: number; readonly folders: number; readonly minutes: number }
export type IdleResult = IdleOptions & {
  /** By which means changes would be told. */
  readonly heardBy: string
  readonly cpuSeconds: number
  readonly cpuPercentOfCore: number
  readonly rssBytes: number
  readonly peakRssBytes: number
  /** What the engine told meanwhile, by kind. */
  readonly facts: Readonly<Record<string, number>>
}

/** What an engine at rest costs that watches so many files: its process alone, all its threads. The first copy is over when it begins. */
export async function measureIdle(options: IdleOptions): Promise<IdleResult> {
  const work = mkdtempSync(path.join(tmpdir(), 'salvaguarda parada é '))
  try {
    makeFiles(path.join(work, 'Clínica'), options)
    mkdirSync(path.join(work, 'HD externo'))
    // Beside our own packages, so that the native one is found.
    const program = path.join(ROOT, '.cache', 'bench', `idle-${process.pid}`)
    execFileSync(process.execPath, [path.join(import.meta.dirname, 'bundle.mjs'), program], { stdio: 'inherit' })
    try {
      return await watchEngine(path.join(program, 'engine.mjs'), work, options)
    } finally {
      rmSync(program, { recursive: true, force: true })
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const ROOT = path.join(import.meta.dirname, '..', '..', '..')

function makeFiles(root: string, { files, folders }: IdleOptions): void {
  for (let folder = 0; folder < folders; folder += 1) {
    const place = path.join(root, `${folder % 100}`, `Paciente ${folder}`)
    mkdirSync(place, { recursive: true })
    for (let file = folder; file < files; file += folders)
      writeFileSync(path.join(place, `${file}.txt`), `laudo ${file}`)
  }
}

async function watchEngine(program: string, work: string, options: IdleOptions): Promise<IdleResult> {
  const child = spawn(process.execPath, [program, work], { stdio: ['ignore', 'pipe', 'inherit'] })
  const facts: Record<string, number> = {}
  try {
    const heardBy = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the engine ended with ${code}`)))
      createInterface(child.stdout).on('line', (line) => {
        const [what, word = ''] = line.split(' ')
        if (what === 'ready') resolve(word)
        else facts[word] = (facts[word] ?? 0) + 1
      })
    })
    const before = costOf(child.pid)
    await sleep(options.minutes * 60_000)
    const after = costOf(child.pid)
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds
    const cpuPercentOfCore = (cpuSeconds / (options.minutes * 60)) * 100
    return {
      ...options,
      heardBy,
      cpuSeconds,
      cpuPercentOfCore,
      rssBytes: after.rssBytes,
      peakRssBytes: after.peakBytes,
      facts,
    }
  } finally {
    child.kill('SIGKILL')
  }
}

/** Clock ticks are hundredths of a second on every Linux that Node runs on. */
const TICKS = 100

function costOf(pid: number | undefined) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    rssBytes: kilobytes('VmRSS') * 1024,
    peakBytes: kilobytes('VmHWM') * 1024,
  }
}

/** `--idle [--idle-minutes 10] [--idle-files 50000] [--idle-folders 5000]` */
export async function runIdle(argv: readonly string[]): Promise<void> {
  const number = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...argv],
    options: { idle: { type: 'boolean' }, 'idle-minutes': number, 'idle-files': number, 'idle-folders': number },
  })
  const result = await measureIdle({
    minutes: Number(values['idle-minutes'] ?? 10),
    files: Number(values['idle-files'] ?? 50_000),
    folders: Number(values['idle-folders'] ?? 5000),
  })
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
  const told = Object.entries(result.facts).map(([kind, count]) => `${count} ${kind}`)
  process.stdout.write(
    [
      `${result.files} files in ${result.folders} folders, ${result.minutes} minutes, changes told by ${result.heardBy}`,
      `CPU  ${result.cpuSeconds.toFixed(2)} s, ${result.cpuPercentOfCore.toFixed(2)} % of a core (aim 0.5 %)`,
      `RSS  ${mb(result.rssBytes)} at the end, ${mb(result.peakRssBytes)} at most (first copy included)`,
      `told ${told.join(', ') || 'nothing'}`,
      '',
    ].join('\n'),
  )
}

if (process.argv[1] === import.meta.filename) await runIdle(process.argv.slice(2))
