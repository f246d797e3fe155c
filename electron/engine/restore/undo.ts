import type { BigIntStats } from 'node:fs'
import { lstat, mkdir, readdir, readlink, rename, rm, rmdir } from 'node:fs/promises'
import { isThat } from './journal/fingerprint.ts'
import { Journal } from './journal/journal.ts'
import { decodePath, encodePath, type JournalLine, readJournal, shownPath } from './journal/lines.ts'
import { isTemporaryOf } from './target.ts'

type Made = Extract<JournalLine, { readonly kind: 'file' | 'symlink' | 'fifo' }>
type Aside = Extract<JournalLine, { readonly kind: 'aside' }>

/** What taking a recovery back would do. `left` are things that somebody changed since, and places that are taken now: they stay. */
export type UndoPlan = {
  readonly remove: readonly Made[]
  readonly putBack: readonly Aside[]
  /** Deepest first; those that are empty by then go. */
  readonly folders: readonly string[]
  readonly asideFolders: readonly string[]
  /** Where files may lie that never became whole. */
  readonly sweep: readonly string[]
  /** For showing: native paths. */
  readonly left: readonly string[]
}

/** `left` are native paths, for showing, of what stays though the recovery made it, or could not go back to its place. */
export type UndoOutcome = { readonly removed: number; readonly putBack: number; readonly left: readonly string[] }

/** Looks at what a recovery made and set aside, as its journal tells, and at what became of it. Changes nothing. */
export async function planUndo(journalFile: string): Promise<UndoPlan> {
  const lines = readJournal(journalFile)
  const undone = new Set(lines.flatMap((line) => (line.kind === 'undone' ? [line.path] : [])))
  const changedNs = new Map(lines.flatMap((line) => (line.kind === 'placed' ? [[line.path, line.changedNs]] : [])))
  const made = new Map<string, Made[]>()
  for (const line of lines) {
    if (line.kind !== 'file' && line.kind !== 'symlink' && line.kind !== 'fifo') continue
    if (!undone.has(line.path)) made.set(line.path, [...(made.get(line.path) ?? []), line])
  }
  const left: string[] = []
  const remove: Made[] = []
  for (const [path, candidates] of made) {
    if ((await factsOf(path)) === undefined) continue
    const ours = await firstThat(candidates, (line) => isUntouched(line, changedNs.get(path)))
    if (ours) remove.push(ours)
    else left.push(shownPath(path))
  }
  const going = new Set(remove.map(({ path }) => path))
  const folders = pathsOf(lines, 'folder').filter((path) => !undone.has(path))
  const putBack: Aside[] = []
  for (const line of lines) {
    if (line.kind !== 'aside' || (await factsOf(line.to)) === undefined) continue
    const isFree = going.has(line.path) || folders.includes(line.path) || (await factsOf(line.path)) === undefined
    if (isFree) putBack.unshift(line)
    else left.push(shownPath(line.to))
  }
  return {
    remove,
    putBack,
    folders: deepestFirst(folders),
    asideFolders: deepestFirst(pathsOf(lines, 'aside-folder')),
    sweep: [...new Set([...folders, ...pathsOf(lines, 'joined')])],
    left,
  }
}

/**
 * Takes a recovery back: what it made goes, what it had set aside returns. Each thing is looked at again right before: what somebody changed
 * meanwhile stays. After a crash it is planned and applied again.
 */
export async function applyUndo(plan: UndoPlan, journalFile: string, mark: string): Promise<UndoOutcome> {
  const journal = new Journal(journalFile)
  const changedNs = new Map(
    readJournal(journalFile).flatMap((line) => (line.kind === 'placed' ? [[line.path, line.changedNs]] : [])),
  )
  const left = [...plan.left]
  let removed = 0
  let putBack = 0
  try {
    for (const folder of plan.sweep) await sweep(folder, mark)
    for (const line of plan.remove) {
      const isOurs = await isUntouched(line, changedNs.get(line.path))
      if (isOurs && (await succeeds(() => rm(decodePath(line.path))))) {
        journal.write({ kind: 'undone', path: line.path })
        removed++
      } else if ((await factsOf(line.path)) !== undefined) left.push(shownPath(line.path))
    }
    for (const folder of plan.folders)
      if (await succeeds(() => rmdir(decodePath(folder)))) journal.write({ kind: 'undone', path: folder })
    for (const line of plan.putBack) {
      if (await returns(line)) putBack++
      else left.push(shownPath(line.to))
    }
    for (const folder of plan.asideFolders) await succeeds(() => rmdir(decodePath(folder)))
    journal.sync()
  } finally {
    journal.close()
  }
  return { removed, putBack, left }
}

async function isUntouched(line: Made, changedNs: string | undefined): Promise<boolean> {
  const now = await factsOf(line.path)
  if (now === undefined) return false
  if (line.kind === 'fifo') return now.isFIFO()
  if (line.kind === 'symlink')
    return (
      now.isSymbolicLink() && encodePath(await readlink(decodePath(line.path), { encoding: 'buffer' })) === line.target
    )
  return isThat(now, line, changedNs)
}

/** Never onto anything. The folder it was in may be gone by now. */
async function returns({ path, to }: Aside): Promise<boolean> {
  if ((await factsOf(path)) !== undefined) return false
  const native = decodePath(path)
  return succeeds(async () => {
    await mkdir(parentOf(native), { recursive: true })
    await rename(decodePath(to), native)
  })
}

async function sweep(folder: string, mark: string): Promise<void> {
  const native = decodePath(folder)
  const names = await readdir(native, { encoding: 'buffer' }).catch(() => [])
  for (const name of names)
    if (isTemporaryOf(mark, name.toString('latin1')))
      await succeeds(() => rm(Buffer.concat([Buffer.from(native), SEPARATOR, name])))
}

const SEPARATOR = Buffer.from(process.platform === 'win32' ? '\\' : '/')

function parentOf(path: string | Buffer): string | Buffer {
  const bytes = Buffer.from(path)
  return bytes.subarray(0, Math.max(bytes.lastIndexOf(SEPARATOR), 1))
}

const pathsOf = (lines: readonly JournalLine[], kind: 'folder' | 'aside-folder' | 'joined'): readonly string[] => [
  ...new Set(lines.flatMap((line) => (line.kind === kind ? [line.path] : []))),
]
const deepestFirst = (paths: readonly string[]): readonly string[] =>
  paths.toSorted((left, right) => Buffer.from(decodePath(right)).length - Buffer.from(decodePath(left)).length)

async function firstThat<T>(all: readonly T[], isIt: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) if (await isIt(one)) return one
  return undefined
}

async function factsOf(path: string): Promise<BigIntStats | undefined> {
  return lstat(decodePath(path), { bigint: true }).catch(() => undefined)
}

async function succeeds(work: () => Promise<unknown>): Promise<boolean> {
  return work().then(
    () => true,
    () => false,
  )
}
