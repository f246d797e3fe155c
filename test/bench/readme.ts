import { readFileSync, writeFileSync } from 'node:fs'
import { markdownReport } from './report.ts'
import type { Results } from './results.ts'

const beginOf = (part: string) => `<!-- bench ${part}: begin -->`
const endOf = (part: string) => `<!-- bench ${part}: end -->`

/**
 * The text of a README with the table of these results where its marks say that it belongs: one place for `--scale`, one for all else.
 *
 * Throws when the marks are not there.
 */
export function withTable(readme: string, results: Results): string {
  const part = results.size === 'scale' ? 'scale' : 'jobs'
  const from = readme.indexOf(beginOf(part))
  const to = readme.indexOf(endOf(part))
  if (from < 0 || to < from) throw new Error(`the README has no place for the table: ${beginOf(part)} … ${endOf(part)}`)
  return `${readme.slice(0, from)}${beginOf(part)}\n${markdownReport(results)}${readme.slice(to)}`
}

export function writeTable(file: string, results: Results): void {
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), results))
}
