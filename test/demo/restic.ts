import { execFile, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { DemoProblem } from './problems.ts'

/** Stock restic on one vault, asked with the words of the kit. Its cache and its locks are left as they were. */
export type Restic = {
  /** Runs one command; resolves with what it printed. Throws DEMO_RESTIC_FAILED with the end of its complaint. */
  readonly run: (...args: string[]) => Promise<string>
  /** Writes one file of a snapshot to `target`. */
  readonly dump: (snapshot: string, path: string, target: string) => Promise<void>
}

export function openRestic(binary: string, vault: string, password: string): Restic {
  const env = { ...process.env, RESTIC_PASSWORD: password }
  const common = ['--repo', vault, '--no-cache']
  const complain = (command: string | undefined, complaint: string) =>
    new DemoProblem('DEMO_RESTIC_FAILED', `${command}: ${complaint.trim().slice(-1_000)}`)
  return {
    run: (...args) =>
      new Promise((resolve, reject) => {
        execFile(binary, [...common, ...args], { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
          if (error) reject(complain(args[0], stderr || stdout || error.message))
          else resolve(stdout)
        })
      }),
    dump: async (snapshot, path, target) => {
      const child = spawn(binary, [...common, 'dump', snapshot, path], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let complaint = ''
      child.stderr.on('data', (data: Buffer) => {
        complaint += data.toString()
      })
      const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
      await pipeline(child.stdout, createWriteStream(target))
      if ((await ended) !== 0) throw complain('dump', complaint)
    },
  }
}
