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
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const OUTPUTS = ['out/main/start.mjs', 'out/main/engine.mjs', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** A hash over name, size and time of every source file; tests and read-me files are not part of the app. */
export function sourceStamp(root = ROOT, sources = SOURCES) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const info = statSync(path)
    if (info.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name))
      return
    }
    if (/\.test\.tsx?$|\.md$/.test(path)) return
    hash.update(`${relative(root, path).split(sep).join('/')}\0${info.size}\0${info.mtimeMs}\n`)
  }
  for (const source of sources) if (existsSync(join(root, source))) visit(join(root, source))
  return hash.digest('hex')
}

export async function ensureBuild(node) {
  const stampFile = join(ROOT, 'out', '.stamp')
  const stamp = sourceStamp()
  const complete = OUTPUTS.every((file) => existsSync(join(ROOT, file)))
  if (complete && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  say('building the app')
  await quietly(node, [join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'], { cwd: ROOT })
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
