import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..')
const BUNDLER = join(ROOT, 'build', 'scripts', 'bundle-cli.mjs')
const KEPT = join(ROOT, '.cache', 'test-cli')
const STALE_MS = 24 * 60 * 60_000

let made: Promise<string> | undefined

/**
 * The command line to start, bundled as it is installed: read from its source, every start would cost more CPU than most of the work.
 * Bundled once for what the source is now, whoever asks for it first.
 */
export function bundledCli(): Promise<string> {
  made ??= makeBundle()
  return made
}

async function makeBundle(): Promise<string> {
  const folder = join(KEPT, fingerprint())
  if (!exists(folder)) {
    mkdirSync(KEPT, { recursive: true })
    removeStale()
    const own = `${folder} ${process.pid}`
    await promisify(execFile)(process.execPath, [BUNDLER, own])
    try {
      renameSync(own, folder)
    } catch (error) {
      // Another test was as fast.
      if (!exists(folder)) throw error
      rmSync(own, { recursive: true })
    }
  }
  return join(folder, 'salvaguarda.mjs')
}

/** Changes with every file of which the bundle is made. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const look = (path: string) => {
    const { mtimeMs, size } = statSync(path)
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  for (const folder of ['electron/engine', 'shared'])
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts') && !name.endsWith('.test.ts')) look(join(ROOT, folder, name))
  for (const name of ['package-lock.json', 'build/scripts/bundle-cli.mjs', 'build/scripts/threads.mjs'])
    look(join(ROOT, name))
  return hash.digest('hex').slice(0, 16)
}

function removeStale(): void {
  for (const name of readdirSync(KEPT)) {
    const path = join(KEPT, name)
    const modifiedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
    if (Date.now() - modifiedMs > STALE_MS) rmSync(path, { recursive: true, force: true })
  }
}

const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined
