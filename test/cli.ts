import { type SpawnOptions, spawn } from 'node:child_process'
import { join } from 'node:path'
import { bundledCli } from './cli-bundle.ts'

export type CliRun = { readonly exitCode: number; readonly stdout: string; readonly stderr: string }
export type CliOptions = {
  readonly password?: string
  readonly cwd?: string
  /** Where the app of this computer keeps its own; nowhere by default. */
  readonly dataFolder?: string
  /** Another user of this computer; only an administrator may ask for it. */
  readonly user?: number
  /** Presses Ctrl-C when this resolves. */
  readonly interruptWhen?: () => Promise<void>
}

/** Node keeps here what it made of the bundle, not in the tester's own home. */
export const CODE_CACHE = join(import.meta.dirname, '..', '.cache')

/** Runs the real command line, as it is installed, in a process of its own, with nothing of the tester's own settings. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const env = {
    PATH: process.env.PATH,
    TMPDIR: process.env.TMPDIR,
    LANG: 'C.UTF-8',
    XDG_CACHE_HOME: CODE_CACHE,
    SALVAGUARDA_DATA_FOLDER: options.dataFolder ?? join(CODE_CACHE, 'no app here'),
    ...(options.password === undefined ? {} : { RESTIC_PASSWORD: options.password }),
  }
  const spawnOptions = {
    env,
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.user ? { uid: options.user, gid: options.user } : {}),
  }
  return run(process.execPath, [await bundledCli(), ...args], spawnOptions, options.interruptWhen)
}

/** Runs a program to its end. Never rejects because of what the program answered. */
export function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  interruptWhen?: () => Promise<void>,
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text
    })
    child.once('error', reject)
    interruptWhen?.().then(() => child.kill('SIGINT'), reject)
    child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, ...said }))
  })
}
