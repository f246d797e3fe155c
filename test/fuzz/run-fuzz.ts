import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type FuzzReport = {
  readonly inputs: number
  /** How many of them were taken for whole. */
  readonly read: number
  /** What was thrown that is no coded refusal, with the name of the input. */
  readonly failures: readonly string[]
  /** The most memory that a process ever had. */
  readonly peakBytes: number
}

/** Numbers from `from` to below `to`, one input of each format a number. */
type Batch = { readonly seed: string; readonly from: number; readonly to: number }

const HEAP_MIB = 192
const BATCH = 2000
const POLL_MS = 5_000
/** No honest input takes a thousandth of this, on the slowest machine. */
const STUCK_POLLS = 24
const MAX_FAILURES = 20

/** Goes on batch by batch for as long as `isEnough` says no, or until enough failures are found. */
export async function runFuzz(seed: string, isEnough: (numbers: number) => boolean): Promise<FuzzReport> {
  let sum: FuzzReport = { inputs: 0, read: 0, failures: [], peakBytes: 0 }
  for (let from = 0; !isEnough(from) && sum.failures.length < MAX_FAILURES; from += BATCH) {
    const { inputs, read, failures, peakBytes } = await runBatch({ seed, from, to: from + BATCH })
    sum = {
      inputs: sum.inputs + inputs,
      read: sum.read + read,
      failures: [...sum.failures, ...failures],
      peakBytes: Math.max(sum.peakBytes, peakBytes),
    }
  }
  return sum
}

/** Rejects, naming the input, when an input kills the process or never ends. */
async function runBatch({ seed, from, to }: Batch): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz ção '))
  const markPath = join(folder, 'agora')
  const child = fork(join(import.meta.dirname, 'fuzz-child.ts'), [seed, `${from}`, `${to}`, markPath], {
    execArgv: [`--max-old-space-size=${HEAP_MIB}`],
  })
  // On a busy machine the process takes its time to begin.
  const at = () => (existsSync(markPath) ? readFileSync(markPath, 'utf8').trim() : '')
  let isStuck = false
  let [last, polls] = ['', 0]
  const watch = setInterval(() => {
    polls = at() === last ? polls + 1 : 0
    last = at()
    isStuck ||= polls >= STUCK_POLLS
    if (isStuck) child.kill('SIGKILL')
  }, POLL_MS)
  try {
    return await new Promise<FuzzReport>((resolve, reject) => {
      child.once('message', (report) => resolve(report as FuzzReport))
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        // After its report a process ends by itself, and the mark may be gone.
        if (code !== 0)
          reject(new Error(`the input "${at()}" ${isStuck ? 'never ended' : `ended the process (${signal ?? code})`}`))
      })
    })
  } finally {
    clearInterval(watch)
    child.removeAllListeners()
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
