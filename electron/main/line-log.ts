import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

const LARGEST_BYTES = 1_000_000
const KEPT_FILES = 3

export type LineLog = (line: string) => void

/** Says one thing in the log, in the form of the engine's own lines. SECURITY: codes, ids and counts only. */
export function note(log: LineLog, event: string, facts: Readonly<Record<string, string | number | null>> = {}): void {
  log(JSON.stringify({ at: new Date().toISOString(), level: 'warn', event, ...facts }))
}

/** Appends lines to a file of at most 1 MB; a full one becomes `….1`, older ones move on, three are kept. Never throws: a full disk must not end the app. */
export function openLineLog(file: string, largestBytes = LARGEST_BYTES): LineLog {
  return (line) => {
    try {
      mkdirSync(path.dirname(file), { recursive: true })
      if (sizeOf(file) + line.length > largestBytes) rotate(file)
      appendFileSync(file, `${line}\n`)
    } catch {
      // There is nowhere left to say that the log cannot be written.
    }
  }
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

function rotate(file: string): void {
  const nameOf = (age: number) => (age === 0 ? file : `${file}.${age}`)
  rmSync(nameOf(KEPT_FILES - 1), { force: true })
  for (let age = KEPT_FILES - 2; age >= 0; age--)
    if (statSync(nameOf(age), { throwIfNoEntry: false })) renameSync(nameOf(age), nameOf(age + 1))
}
