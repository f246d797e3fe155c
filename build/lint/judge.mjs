// Judges one import by the tables of rooms.mjs. Paths are relative to the repository, with forward slashes.
import { posix } from 'node:path'
import { AREAS, ENGINE_LINES, ONLY_IN, SIDE_DOORS, TEST_PACKAGES } from './rooms.mjs'

const isWithin = (path, folder) => path === folder || path.startsWith(`${folder}/`)
const isTest = (file) => /\.test\.tsx?$|\/test-support\//.test(file)

/** @returns {{path: string} | {package: string}} what a specifier means in a file */
function resolve(file, specifier) {
  if (specifier.startsWith('#shared/')) return { path: `shared/${specifier.slice('#shared/'.length)}` }
  if (specifier.startsWith('#engine/')) return { path: `electron/engine/${specifier.slice('#engine/'.length)}` }
  if (specifier.startsWith('.')) return { path: posix.join(posix.dirname(file), specifier) }
  if (specifier.startsWith('node:')) return { package: 'node' }
  return { package: specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/') }
}

/** The room a file belongs to: the first folder below `base`, or `.` for a file directly in it. */
function roomOf(path, base) {
  const [first, ...rest] = path.slice(base.length + 1).split('/')
  return rest.length === 0 ? '.' : first
}

/** @returns {string | null} what is wrong with the import, or null */
export function judgeImport(file, specifier) {
  const area = AREAS.find(({ folder }) => isWithin(file, folder))
  if (!area) return null
  const target = resolve(file, specifier)
  if ('path' in target && isTest(target.path) && !isTest(file)) return `${target.path} is for tests only`
  return 'package' in target ? judgePackage(file, area, target.package) : judgePath(file, area, target.path)
}

function judgePackage(file, area, name) {
  if (isTest(file) && TEST_PACKAGES.includes(name)) return null
  const restricted = ONLY_IN.find((row) => row.package === name)
  if (restricted) {
    if (restricted.folders.some((folder) => isWithin(file, folder))) return null
    return `'${name}' may only be imported in ${restricted.folders.join(', ')}`
  }
  if (area.packages.includes(name)) return null
  return `${area.folder} may not import '${name}'`
}

function judgePath(file, area, path) {
  if (isWithin(path, area.folder)) {
    if (area.folder === 'electron/engine') return judgeEngine(file, path)
    if (area.folder === 'shared') return judgeDoor(file, path, 'shared')
    return null
  }
  const other = area.areas.find((folder) => isWithin(path, folder))
  if (!other) return `${area.folder} may not import ${path}`
  return other === 'shared' ? judgeDoor(file, path, 'shared') : null
}

/** Another room is imported only through its index.ts. */
function judgeDoor(file, path, base) {
  const room = roomOf(path, base)
  if (isWithin(file, base) && roomOf(file, base) === room) return null
  if (path === `${base}/${room}/index.ts` || SIDE_DOORS.includes(path)) return null
  return `${path} is inside the room ${room}: import its door ${base}/${room}/index.ts`
}

function judgeEngine(file, path) {
  const base = 'electron/engine'
  const from = roomOf(file, base)
  const to = roomOf(path, base)
  if (from === to) return null
  const fromLine = ENGINE_LINES.findIndex((line) => line.includes(from))
  const toLine = ENGINE_LINES.findIndex((line) => line.includes(to))
  if (fromLine < 0) return `the room ${from} has no line in build/lint/rooms.mjs`
  if (toLine < 0) return `the room ${to} has no line in build/lint/rooms.mjs`
  if (fromLine === toLine) return `${from} and ${to} are on one line and may not import each other`
  if (fromLine > toLine) return `imports only go down: ${from} is below ${to}`
  return judgeDoor(file, path, base)
}
