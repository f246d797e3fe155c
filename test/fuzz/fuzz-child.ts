// One batch of the fuzzer in a process of its own, so that what kills or swells it is seen from outside: `node fuzz-child.ts <seed> <from> <to> <mark file>`.
import { openSync, writeSync } from 'node:fs'
import { isAppError } from '#shared/errors/index.ts'
import { peakBytes } from '../golden/attempt.ts'
import { FORMATS, readCorpus } from './corpus.ts'
import { inputOf } from './inputs.ts'
import { PARSERS } from './parsers.ts'
import type { FuzzReport } from './run-fuzz.ts'

const [seed = '', from = '', to = '', markPath = ''] = process.argv.slice(2)
const corpus = readCorpus()
const mark = openSync(markPath, 'w')
const failures: string[] = []
let [inputs, read] = [0, 0]

for (let number = Number(from); number < Number(to); number += 1)
  for (const format of FORMATS) {
    const label = `${format} ${seed} ${number}`
    // Stands in the file before the input is tried: whoever finds this process dead or stuck knows by which.
    writeSync(mark, label.padEnd(80), 0)
    inputs += 1
    try {
      if (PARSERS[format](inputOf(corpus, { format, seed, number }))) read += 1
    } catch (error) {
      if (!isAppError(error)) failures.push(`${label}: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
const report: FuzzReport = { inputs, read, failures, peakBytes: peakBytes() }
process.send?.(report, () => process.disconnect())
