import { execFile } from 'node:child_process'

/** What a program of the system printed, or how it failed. */
export type Ran = { readonly kind: 'ran' | 'failed' | 'not-there'; readonly stdout: string; readonly stderr: string }
export type RunProgram = (program: string, args: readonly string[], limitMs?: number) => Promise<Ran>

/** A disk that hangs must not hang who asks for it. */
const LIMIT_MS = 20_000
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
      const kind = error === null ? 'ran' : error.code === 'ENOENT' ? 'not-there' : 'failed'
      resolve({ kind, stdout, stderr })
    })
    child.stdin?.end()
  })
