// Walks the repository and lists every breach of the house's rules: imports, doors, read-me files, length of files.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { readImports } from './imports.mjs'
import { judgeImport } from './judge.mjs'
import { ENGINE_LINES, MAX_FILE_LINES, MAX_README_LINES } from './rooms.mjs'

const FOLDERS = ['shared', 'electron', 'renderer', 'test', 'build']
const SKIPPED = new Set(['node_modules', 'vectors', 'screenshots'])

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    else if (/\.(ts|tsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield path
  }
}

const countLines = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

/** @returns {{breaches: string[], files: number}} breaches as `path:line what is wrong` */
export function inspectHouse(root) {
  const breaches = []
  let files = 0
  for (const folder of FOLDERS.filter((name) => existsSync(join(root, name)))) {
    for (const file of filesIn(join(root, folder))) {
      const path = relative(root, file).split(sep).join('/')
      const code = readFileSync(file, 'utf8')
      const lines = countLines(code)
      files += 1
      if (lines > MAX_FILE_LINES) breaches.push(`${path} has ${lines} lines; ${MAX_FILE_LINES} is the most`)
      if (path.endsWith('.mjs')) continue
      const { specifiers, onlyExports } = readImports(path, code)
      if (/^(shared|electron\/engine)\/[^/]+\/index\.ts$/.test(path) && !onlyExports)
        breaches.push(`${path} is a door: nothing but "export … from" belongs in it`)
      for (const { text, line } of specifiers) {
        const wrong = judgeImport(path, text)
        if (wrong) breaches.push(`${path}:${line} ${wrong}`)
      }
    }
  }
  return { breaches: [...breaches, ...inspectEngineRooms(root)], files }
}

function inspectEngineRooms(root) {
  const engine = join(root, 'electron', 'engine')
  if (!existsSync(engine)) return []
  const breaches = []
  for (const entry of readdirSync(engine, { withFileTypes: true })) {
    // git keeps no empty folders: a room is a folder with something in it
    if (!entry.isDirectory() || readdirSync(join(engine, entry.name)).length === 0) continue
    const path = `electron/engine/${entry.name}`
    if (!ENGINE_LINES.flat().includes(entry.name)) breaches.push(`${path} has no line in build/lint/rooms.mjs`)
    if (!existsSync(join(engine, entry.name, 'index.ts'))) breaches.push(`${path} has no door index.ts`)
    const readme = join(engine, entry.name, 'README.md')
    if (!existsSync(readme)) breaches.push(`${path} has no README.md`)
    else if (countLines(readFileSync(readme, 'utf8')) > MAX_README_LINES)
      breaches.push(`${path}/README.md is longer than ${MAX_README_LINES} lines`)
  }
  return breaches
}
