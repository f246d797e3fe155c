import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readCorpus } from './corpus.ts'
import { FOUND } from './found.ts'
import { inputOf } from './inputs.ts'
import { PARSERS } from './parsers.ts'
import { runFuzz } from './run-fuzz.ts'

/** Minutes of the long suite; without them a number of inputs that is over in less than one. */
const MINUTES = Number(process.env.FUZZ_MINUTES ?? 0)
const NUMBERS = 4000
const SEED = process.env.FUZZ_SEED ?? (MINUTES > 0 ? randomBytes(4).toString('hex') : 'npm test')
/** Node itself takes some 60 MiB, its heap is held to 192: the rest would be asked for by an input. */
const MAX_PEAK_BYTES = 512 * 1024 ** 2
const mebibytes = (bytes: number) => Math.round(bytes / 1024 ** 2)

test('every real file of the corpus is read', () => {
  for (const [format, files] of Object.entries(readCorpus())) {
    expect(files.length, format).toBeGreaterThan(0)
    for (const bytes of files) expect(PARSERS[format as keyof typeof PARSERS](bytes), format).toBe(true)
  }
})

test.each(FOUND)('$format $seed $number, once found, is refused or read', (name) => {
  expect(() => PARSERS[name.format](inputOf(readCorpus(), name))).not.toThrow()
})

test(
  'no input ends, hangs or swells the process, and what is read is sound',
  async () => {
    const endMs = Date.now() + MINUTES * 60_000
    const isEnough = (numbers: number) => (MINUTES > 0 ? Date.now() >= endMs : numbers >= NUMBERS)
    const { inputs, read, failures, peakBytes } = await runFuzz(SEED, isEnough)
    process.stdout.write(
      `fuzz: seed ${SEED}, ${inputs} inputs, ${read} of them read; at most ${mebibytes(peakBytes)} MiB\n`,
    )
    expect(failures).toEqual([])
    expect(mebibytes(peakBytes)).toBeLessThan(mebibytes(MAX_PEAK_BYTES))
    // The fuzzer that has everything refused tries nothing.
    expect(read).toBeGreaterThan(inputs / 100)
  },
  MINUTES * 60_000 + 600_000,
)
