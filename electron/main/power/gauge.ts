import { execFile } from 'node:child_process'

/** What Electron does not tell of a computer. Unknown stays unknown: null, and a network that nobody calls expensive is none. */
export type Gauge = {
  batteryPercent(): Promise<number | null>
  /** Whether the network is paid by volume. */
  isMetered(): Promise<boolean>
}
/** What a small program of the system printed; undefined where it is not there, failed or hangs. */
export type AskProgram = (program: string, args: readonly string[]) => Promise<string | undefined>

const LIMIT_MS = 10_000

export const askProgram: AskProgram = (program, args) =>
  new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, windowsHide: true, env: { ...process.env, LC_ALL: 'C' } }
    const child = execFile(program, [...args], options, (error, stdout) => resolve(error ? undefined : stdout))
    child.stdin?.end()
  })

/** A percentage as systems print it; null for anything else. */
export function percentOf(text: string | undefined): number | null {
  const digits = /^\s*(\d{1,3})\s*$/.exec(text ?? '')?.[1]
  return digits !== undefined && Number(digits) <= 100 ? Number(digits) : null
}
