import type { AppIdleResult } from './app.ts'

export type AppIdleFound = {
  readonly takenAt: string
  readonly commit: string
  readonly files: number
  readonly minutes: number
  readonly states: readonly AppIdleResult[]
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

/** The README's table of the app at rest. */
export function idleReport({ takenAt, commit, files, minutes, states }: AppIdleFound): string {
  const rows = states.map(({ state, cpuPercentOfCore, pssBytes, processes }) => {
    const rssBytes = processes.reduce((sum, process) => sum + process.rssBytes, 0)
    return `| ${state} | ${cpuPercentOfCore.toFixed(2)} % | ${mb(pssBytes)} | ${mb(rssBytes)} | ${processes.length} |\n`
  })
  return [
    `| The app at rest, ${files.toLocaleString('en')} watched files, ${minutes} minutes | CPU of one core | memory, all processes | RSS added up | processes |\n`,
    '| --- | --- | --- | --- | --- |\n',
    ...rows,
    `\nMemory is PSS: a page that several processes share is counted once. Adding up RSS counts it in each of them. ${takenAt.slice(0, 16).replace('T', ' ')}, commit ${commit}\n`,
  ].join('')
}
