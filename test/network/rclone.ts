import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rclonePath } from '../peers.ts'

export const USER = 'clínica'
export const PASSWORD = 'senha ção "1"'

/** A real server on loopback, at a port of the system's choice. `folder` is what it serves. */
export type NetworkServer = {
  readonly url: string
  readonly port: number
  readonly folder: string
  /** Stops it; the folder stays. */
  stop(): Promise<void>
  remove(): Promise<void>
}

export type ServeOptions = {
  /** A folder that is there already; a new one by default. */
  readonly folder?: string
  readonly args?: readonly string[]
  /** Certificate and key, as files: it speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string }
}

/** restic's REST protocol. With `--append-only` nothing but locks can be removed. */
export const serveRestic = (options: ServeOptions & { readonly appendOnly?: boolean } = {}) =>
  serve('restic', { ...options, args: [...(options.appendOnly ? ['--append-only'] : []), ...(options.args ?? [])] })

/** Remembers its folders: what a test changes under it, it may not see. */
export const serveWebdav = (options: ServeOptions = {}) => serve('webdav', options)

const STARTS_WITHIN_MS = 60_000

async function serve(protocol: 'restic' | 'webdav', options: ServeOptions): Promise<NetworkServer> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'servidor da clínica ')))
  const tls = options.tls ? ['--cert', options.tls.cert, '--key', options.tls.key] : []
  const child = spawn(
    rclonePath(),
    [
      'serve',
      protocol,
      folder,
      '--addr=127.0.0.1:0',
      `--config=${join(folder, '..', 'no-rclone.conf')}`,
      ...tls,
      ...(options.args ?? []),
    ],
    {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        GOMAXPROCS: '2',
        // Not in the command line: everybody on a computer can read those.
        RCLONE_USER: USER,
        RCLONE_PASS: PASSWORD,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  // a test that is stopped in the middle leaves no server running
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  const url = await addressOf(child)
  const stop = () => ended(child)
  return {
    url,
    port: Number(new URL(url).port),
    folder,
    stop,
    async remove() {
      await stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Where it says that it serves. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const tooLate = setTimeout(() => give(new Error(`rclone does not start: ${said}`)), STARTS_WITHIN_MS)
    const give = (found: string | Error) => {
      clearTimeout(tooLate)
      if (typeof found === 'string') return resolve(found)
      child.kill('SIGKILL')
      reject(found)
    }
    child.stderr?.on('data', (text) => {
      said = (said + text).slice(-4000)
      const [address] = /https?:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
      if (address) give(address)
    })
    child.on('error', give)
    child.on('exit', () => give(new Error(`rclone ended: ${said}`)))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}
