import { type ExecFileException, execFile } from 'node:child_process'
import { fail } from '#shared/errors/index.ts'

/** What a program of the system printed, or how it failed. */
export type Ran = {
  readonly kind: 'ran' | 'failed' | 'not-there' | 'too-long'
  readonly stdout: string
  readonly stderr: string
}
export type RunProgram = (program: string, args: readonly string[], limitMs?: number) => Promise<Ran>

/** A disk that hangs must not hang who asks for it. */
const LIMIT_MS = 20_000
/** Letting go of a disk writes out all that the system holds back, which a slow one takes minutes for. */
export const EJECT_LIMIT_MS = 300_000
const LONGEST_OUTPUT = 4 * 1024 * 1024

/** Runs a small program of the system to its end, with messages in English, because they are searched. Throws nothing. */
export const runProgram: RunProgram = (program, args, limitMs = LIMIT_MS) =>
  new Promise((resolve) => {
    const options = {
      timeout: limitMs,
      maxBuffer: LONGEST_OUTPUT,
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C' },
    }
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      resolve({ kind: error === null ? 'ran' : kindOf(error), stdout, stderr })
    })
    child.stdin?.end()
  })

const kindOf = ({ code, killed }: ExecFileException): Ran['kind'] =>
  code === 'ENOENT' ? 'not-there' : killed === true ? 'too-long' : 'failed'

/** What was printed. Throws DEST_104 for a program that took too long: half an answer, or none, says nothing about disks. */
export const answerOf = ({ kind, stdout }: Ran): string => (kind === 'too-long' ? fail('DEST_104') : stdout)
