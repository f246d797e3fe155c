import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Command } from './tools/tool.ts'
import { watchTreeMemory } from './tree-memory.ts'

/** What one whole process cost, with everything it started. */
export type Cost = {
  readonly wallSeconds: number
  readonly userSeconds: number
  readonly systemSeconds: number
  readonly peakRssBytes: number
}

// Bash's own `time` takes wait4's resource usage of the child and all it waited for, to the millisecond; GNU time takes the
// peak memory from the same place, but times only to 10 ms. So one inside the other; GNU time itself costs about a millisecond.
const SCRIPT = `exec 3>"$1"; gnu=$2; rss=$3; shift 3; TIMEFORMAT='%3R %3U %3S'
{ time "$gnu" --quiet --format %M --output "$rss" -- "$@" 2>&4; } 4>&2 2>&3`

/**
 * Runs a program to its end and tells what it cost; nothing else of ours runs meanwhile but a look at /proc five times a second.
 *
 * Throws with the end of what the program said when it did not end with 0.
 */
export async function measure(command: Command): Promise<Cost> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-cost-'))
  const times = path.join(folder, 'times')
  const rss = path.join(folder, 'rss')
  try {
    const treeBytes = await run(times, process.env.SALVAGUARDA_GNU_TIME ?? '/usr/bin/time', rss, command)
    return readCost(readFileSync(times, 'utf8'), readFileSync(rss, 'utf8'), treeBytes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Resolves with the most memory seen in all its processes together. */
function run(times: string, gnuTime: string, rss: string, command: Command): Promise<number> {
  return new Promise((resolve, reject) => {
    const args = ['-c', SCRIPT, 'bench', times, gnuTime, rss, command.program, ...command.args]
    const child = spawn('bash', args, {
      env: command.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(command.cwd ? { cwd: command.cwd } : {}),
    })
    const watch = watchTreeMemory(child.pid)
    let said = ''
    const listen = (text: string) => {
      said = `${said}${text}`.slice(-4_000)
    }
    child.stdout.setEncoding('utf8').on('data', listen)
    child.stderr.setEncoding('utf8').on('data', listen)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const treeBytes = watch.stop()
      if (code === 0) return resolve(treeBytes)
      reject(
        new Error(`${path.basename(command.program)} ${command.args.join(' ')} ended with ${code ?? signal}:\n${said}`),
      )
    })
  })
}

/** `times` is bash's line of seconds, `rss` GNU time's kilobytes, `seenBytes` the most seen at once over several processes. */
export function readCost(times: string, rss: string, seenBytes: number): Cost {
  const [wallSeconds, userSeconds, systemSeconds] = times.trim().split(/\s+/).map(Number)
  const peakRssBytes = Math.max(Number(rss.trim()) * 1024, seenBytes)
  if (wallSeconds === undefined || userSeconds === undefined || systemSeconds === undefined)
    throw new Error(`cannot read the times: ${times}`)
  if (!(wallSeconds >= 0 && userSeconds >= 0 && systemSeconds >= 0 && peakRssBytes > 0))
    throw new Error(`cannot read the costs: ${times} ${rss}`)
  return { wallSeconds, userSeconds, systemSeconds, peakRssBytes }
}
