import { copyReport } from './replicate/report.ts'
import { readCopyResults } from './replicate/results.ts'
import { markdownReport, terminalReport } from './report.ts'
import { readResults } from './results.ts'

// `node test/bench/table.ts FILE`: prints the README's table from a results file; with --terminal the one the bench printed.
const files = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const [file] = files
if (file === undefined) {
  process.stderr.write('usage: node test/bench/table.ts FILE [--terminal]\n')
  process.exitCode = 1
} else if (file.endsWith('-replicate.json')) {
  process.stdout.write(copyReport(readCopyResults(file)))
} else {
  const results = readResults(file)
  process.stdout.write(process.argv.includes('--terminal') ? `${terminalReport(results)}\n` : markdownReport(results))
}
