import { spreadOf } from '../statistics.ts'
import type { Stall } from './engine-stalls.ts'
import type { StartTimes } from './starts.ts'
import type { WindowStall } from './window-stalls.ts'

export type AppFound = {
  readonly takenAt: string
  readonly commit: string
  readonly machine: { readonly processor: string; readonly cores: number }
  readonly load: number
  readonly isCold: boolean
  readonly files: number
  readonly lines: number
  readonly starts: StartTimes
  readonly memory: readonly { readonly state: string; readonly pssBytes: number; readonly rssBytes: number }[]
  readonly window: readonly WindowStall[]
  readonly engine: readonly Stall[]
}

const count = (value: number) => value.toLocaleString('en')
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
const ms = (value: number) => `${value.toFixed(0)} ms`

/** The README's tables of the app: how soon its window can be used, what it takes, and how long it ever lets a person wait. */
export function appReport(found: AppFound): string {
  const { starts, memory, files, lines, takenAt, commit, machine, load, isCold } = found
  const [empty, ours] = [spreadOf(starts.emptyMs), spreadOf(starts.oursMs)]
  const pairs = starts.oursMs.map((value, round) => value / (starts.emptyMs[round] ?? Number.NaN))
  return [
    `| From its start to the first large text in the window, median of ${ours.count} | time | least to most |\n`,
    '| --- | --- | --- |\n',
    `| an almost empty Electron window | ${ms(empty.median)} | ${ms(empty.min)} to ${ms(empty.max)} |\n`,
    `| Salvaguarda, ${count(files)} files known, ${count(lines)} lines in the register | ${ms(ours.median)} | ${ms(ours.min)} to ${ms(ours.max)} |\n`,
    `| ratio | ${spreadOf(pairs).median.toFixed(2)} | |\n\n`,
    ...(memory.length === 0 ? [] : ['| Memory, all processes | PSS | RSS added up |\n| --- | --- | --- |\n']),
    ...memory.map(({ state, pssBytes, rssBytes }) => `| ${state} | ${mb(pssBytes)} | ${mb(rssBytes)} |\n`),
    ...(memory.length === 0 ? [] : ['\n']),
    stallReport(found),
    `\n${takenAt.slice(0, 16).replace('T', ' ')}, commit ${commit}. ${machine.processor}, ${machine.cores} cores, load ${load.toFixed(1)} when it ended${load > machine.cores ? ': the machine was busy, do not trust the times' : ''}; page cache ${isCold ? 'emptied before each start' : 'warm'}\n`,
  ].join('')
}

/** How long page, main and engine answered nobody, by what was done meanwhile. */
export function stallReport({ window, engine }: Pick<AppFound, 'window' | 'engine'>): string {
  return [
    '| Longest time in which nothing else was answered | page | main |\n| --- | --- | --- |\n',
    ...window.map(
      ({ what, pageMs, mainMs }) => `| ${what} | ${pageMs === null ? 'under 50 ms' : ms(pageMs)} | ${ms(mainMs)} |\n`,
    ),
    '\n| The engine, asked from another thread | longest answer | longest time for nothing else |\n| --- | --- | --- |\n',
    ...engine.map(({ what, longestMs, stallMs }) => `| ${what} | ${ms(longestMs)} | ${ms(stallMs)} |\n`),
  ].join('')
}
