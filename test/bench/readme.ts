import { readFileSync, writeFileSync } from 'node:fs'
import { markdownReport } from './report.ts'
import type { Results } from './results.ts'

const beginOf = (part: string) => `<!-- bench ${part}: begin -->`
const endOf = (part: string) => `<!-- bench ${part}: end -->`

/** The text of a README with another table between the marks of a part. Throws when the marks are not there. */
export function withPart(
  readme: string,
  part: 'jobs' | 'scale' | 'replicate' | 'idle' | 'record' | 'search' | 'app',
  table: string,
): string {
  const from = readme.indexOf(beginOf(part))
  const to = readme.indexOf(endOf(part))
  if (from < 0 || to < from) throw new Error(`the README has no place for the table: ${beginOf(part)} … ${endOf(part)}`)
  return `${readme.slice(0, from)}${beginOf(part)}\n${table}${readme.slice(to)}`
}

/**
 * The text of a README with the table of these results where its marks say that it belongs: one place for `--scale`, one for `--record`, one for all else.
 *
 * Throws when the marks are not there.
 */
export function withTable(readme: string, results: Results): string {
  return withPart(
    readme,
    results.size === 'scale' || results.size === 'record' ? results.size : 'jobs',
    markdownReport(results),
  )
}

export function writeTable(file: string, results: Results): void {
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), results))
}
