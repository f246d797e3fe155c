// Builds the app into out/ when a source is newer than what is there.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { quietly } from './command.mjs'
import { ROOT } from './paths.mjs'
import { SetupError, say } from './say.mjs'

const SOURCES = [
  'electron',
  'renderer',
  'shared',
  'assets',
  'docs/manual',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const OUTPUTS = ['out/main/start.mjs', 'out/main/engine.mjs', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** A hash over name, size and time of every source file; tests and read-me files are not part of the app, the manual is. */
export function sourceStamp(root = ROOT, sources = SOURCES) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const info = statSync(path)
    if (info.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name))
      return
    }
    const name = relative(root, path).split(sep).join('/')
    if (/\.test\.tsx?$|\.md$/.test(name) && !name.startsWith('docs/manual/')) return
    hash.update(`${name}\0${info.size}\0${info.mtimeMs}\n`)
  }
  for (const source of sources) if (existsSync(join(root, source))) visit(join(root, source))
  return hash.digest('hex')
}

export function ensureBuild(node) {
  return ensureFresh(join(ROOT, 'out', '.stamp'), sourceStamp(), OUTPUTS, async () => {
    say('building the app')
    const builder = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    await quietly(node, [builder, 'build'], { cwd: ROOT })
  })
}

/** The command line as it is installed. @returns {Promise<string>} the file to start */
export async function ensureCliBuild(node) {
  const bundler = 'build/scripts/bundle-cli.mjs'
  const entry = 'out/cli/salvaguarda.mjs'
  const stamp = sourceStamp(ROOT, ['electron/engine', 'shared', 'package-lock.json', 'package.json', bundler])
  await ensureFresh(join(ROOT, 'out', 'cli.stamp'), stamp, [entry], () =>
    quietly(node, [join(ROOT, bundler)], { cwd: ROOT }),
  )
  return join(ROOT, entry)
}

async function ensureFresh(stampFile, stamp, outputs, build) {
  const complete = outputs.every((file) => existsSync(join(ROOT, file)))
  if (complete && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  await build()
  writeFileSync(stampFile, stamp)
}

/** Like ensureBuild, but tells a failure and returns false: tests that need no window still run. */
export async function tryBuild(node) {
  try {
    await ensureBuild(node)
    return true
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return false
  }
}
