import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Database servers refuse to run as the system's master: there they run as the user that owns nothing. */
const NOBODY = 65_534
/** Servers lie where only the system's master looks as a rule. */
export const SYSTEM_PATH = [process.env.PATH, '/usr/sbin', '/sbin'].join(':')
const isRoot = process.getuid?.() === 0
export const unprivileged = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

/** A folder of the server's own. Short and plain, because a socket's path may only be so long. */
export async function serverFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `salvaguarda-${name}-`))
  await own(folder)
  return folder
}
/** Gives a file to the user that the servers run as. */
export const own = async (path: string) => {
  if (isRoot) await chown(path, NOBODY, NOBODY)
}
export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 })

/**
 * A loopback port nobody uses, for a server that takes no port 0. Below those that systems give away by themselves: else somebody might get
 * it between now and the server's start.
 */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const port = randomInt(10_000, 32_000)
    const server = createServer()
    server.on('error', () => resolve(freePort()))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly asServer?: boolean
}

/** Against waiting for ever, not about speed: a client that never hears from its server, and a server that will not go. */
const RUN_LIMIT_MS = 300_000
const STOP_LIMIT_MS = 30_000

/** Runs a program of the server's to its end. Rejects with what it said when it fails, and when it does not end. */
export const run = (program: string, args: readonly string[], options: RunOptions = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      {
        env: { PATH: SYSTEM_PATH, LC_ALL: 'C', ...options.env },
        maxBuffer: 256 * 1024 * 1024,
        timeout: RUN_LIMIT_MS,
        killSignal: 'SIGKILL',
        ...(options.asServer ? unprivileged : {}),
      },
      (error, stdout, stderr) =>
        error
          ? reject(new Error(`${program} ${args.join(' ')}: ${error.message.slice(-2000)} ${stderr.slice(-2000)}`))
          : resolve(stdout),
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input ?? '')
  })

/** Starts a server in the foreground and waits until `isReady`. */
export async function startServer(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  isReady: () => Promise<unknown>,
): Promise<RunningServer> {
  const child = spawn(program, [...args], {
    env: { PATH: SYSTEM_PATH, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...unprivileged,
  })
  let said = ''
  child.stderr?.on('data', (text) => {
    said = (said + text).slice(-4000)
  })
  const server = new RunningServer(child)
  for (let tries = 0; ; tries++) {
    if (server.isGone) throw new Error(`${program} ended: ${said}`)
    try {
      await isReady()
      return server
    } catch (error) {
      if (tries > 2000) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

export class RunningServer {
  readonly #child: ChildProcess
  readonly #gone: Promise<void>
  isGone = false

  constructor(child: ChildProcess) {
    this.#child = child
    this.#gone = new Promise((resolve) => {
      child.on('error', () => resolve())
      child.on('close', () => {
        this.isGone = true
        resolve()
      })
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    this.#child.kill(signal)
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS)
    await this.#gone
    clearTimeout(killer)
  }
}

/** A clinic's program at work: a database client that is fed one transaction after another until it is told to stop. */
export class Writer {
  readonly #child: ChildProcess
  readonly #done: Promise<void>
  #isStopped = false
  transactions = 0

  constructor(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    transaction: (n: number) => string,
  ) {
    this.#child = spawn(program, [...args], {
      env: { PATH: SYSTEM_PATH, LC_ALL: 'C', ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#child.stdin?.on('error', () => {})
    this.#done = new Promise((resolve) => {
      this.#child.on('close', () => resolve())
    })
    void this.#feed(transaction)
  }

  async #feed(transaction: (n: number) => string): Promise<void> {
    const stdin = this.#child.stdin
    while (stdin && !this.#isStopped && !stdin.destroyed) {
      const text = transaction(++this.transactions)
      if (text === '') return
      if (!stdin.write(text))
        await new Promise<void>((resolve) => {
          const go = () => {
            stdin.off('drain', go)
            stdin.off('close', go)
            resolve()
          }
          stdin.once('drain', go)
          stdin.once('close', go)
        })
      // Small pauses, so that a few thousand transactions are written and not a million.
      if (this.transactions % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    stdin?.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Resolves when so many transactions were handed over. */
  async reach(transactions: number): Promise<void> {
    while (this.transactions < transactions) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  /** Ends it whatever it is waiting for: a server that has shown it out may never answer it again. */
  async kill(): Promise<void> {
    this.#isStopped = true
    this.#child.kill('SIGKILL')
    await this.#done
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#child.stdin?.end()
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS)
    await this.#done
    clearTimeout(killer)
  }
}
