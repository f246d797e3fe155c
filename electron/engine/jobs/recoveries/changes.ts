import { existsSync } from 'node:fs'
import { readMade } from '#engine/restore/index.ts'
import { inCopy } from '#engine/snapshot/index.ts'
import { isWithin } from './parts.ts'

/** A place that a recovery changed, as copies name it; `isWhole` with all that is in it. */
export type Change = { readonly path: string; readonly isWhole: boolean }

/** Files that stand there because of a recovery, and things it set aside. */
export function madeIn(journalFile: string): { readonly files: number; readonly setAside: number } {
  const { files, aside } = readMade(journalFile)
  return { files: files.filter((file) => existsSync(file)).length, setAside: aside.length }
}

export function changesOf(journalFile: string): readonly Change[] {
  const { files, aside, all } = readMade(journalFile)
  return [
    ...[...files, ...all].map((path) => ({ path: inCopy(path), isWhole: false })),
    ...aside.flatMap(({ from, to }) => [from, to].map((path) => ({ path: inCopy(path), isWhole: true }))),
  ]
}

/** Marks a copy that was made while a recovery put things into what is protected: it may hold half of that. */
export const RECOVERY_TAG = 'recuperacao'

/** Whether a path of a copy is one of the changed ones. */
export function isExpectedIn(changes: readonly Change[]): (path: string) => boolean {
  const exact = new Set(changes.map(({ path }) => path))
  const whole = changes.filter(({ isWhole }) => isWhole).map(({ path }) => path)
  return (path) => exact.has(path) || whole.some((outer) => isWithin(path, outer))
}
