import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type ProcessCost = {
  readonly pid: number
  readonly name: string
  /** Since it began. */
  readonly cpuSeconds: number
  readonly rssBytes: number
  readonly peakRssBytes: number
  /** Its own memory, and its share of what it shares. */
  readonly pssBytes: number
}

/** Clock ticks are hundredths of a second on every Linux that Node runs on. */
const TICKS = 100

/** What one process costs. Throws ENOENT when it is not there. */
export function costOf(pid: number): ProcessCost {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const kilobytes = (file: string, name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1] ?? 0)
  return {
    pid,
    name: nameOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    rssBytes: kilobytes('status', 'VmRSS') * 1024,
    peakRssBytes: kilobytes('status', 'VmHWM') * 1024,
    pssBytes: kilobytes('smaps_rollup', 'Pss') * 1024,
  }
}

/** A process and all that it started. */
export function processesBelow(pid: number): readonly ProcessCost[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    return [costOf(pid), ...children.flatMap(processesBelow)]
  } catch {
    return [] // it ended while we looked
  }
}

/** Chromium's helpers say what they are; the engine is known by its file. */
function nameOf(commandLine: string): string {
  const kind = /--type=([\w-]+)/.exec(commandLine)?.[1]
  const service = /--utility-sub-type=([\w.-]+)/.exec(commandLine)?.[1]
  const helper = service ?? kind
  if (helper) return helper
  if (commandLine.includes('engine.mjs')) return 'engine'
  const [program = ''] = commandLine.split('\0')
  return commandLine.includes('--user-data-dir') ? 'main' : path.basename(program)
}
