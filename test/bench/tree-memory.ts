import { readdirSync, readFileSync } from 'node:fs'

const EVERY_MS = 200
/** Bash and GNU time, which do the measuring. */
const WRAPPERS = 2

/**
 * Watches how much memory a process tree takes together. GNU time knows the largest single process exactly; this is for a
 * tool that spreads over several: the sum of each living process's own peak, so never too little but for short-lived ones.
 */
export function watchTreeMemory(pid: number | undefined): { stop: () => number } {
  let mostBytes = 0
  const look = () => {
    if (pid !== undefined) mostBytes = Math.max(mostBytes, treePeakBytes(pid, 0))
  }
  const timer = setInterval(look, EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return mostBytes
    },
  }
}

function treePeakBytes(pid: number, depth: number): number {
  try {
    const own = depth < WRAPPERS ? 0 : peakBytes(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return childrenOf(pid).reduce((sum, child) => sum + treePeakBytes(child, depth + 1), own)
  } catch {
    return 0 // it ended while we looked
  }
}

const peakBytes = (status: string) => Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024

const childrenOf = (pid: number) =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
