import { expect, test } from 'vitest'
import { withPart } from '../readme.ts'
import { copyReport } from './report.ts'
import type { CopyMeasurement, CopyResults } from './results.ts'

const one = (more: Partial<CopyMeasurement>): CopyMeasurement => ({
  ...{ cloud: 'sftp', job: 'first-copy', round: 0, tool: 'ours', wallSeconds: 2, userSeconds: 1, systemSeconds: 1 },
  ...{ peakRssBytes: 1, upBytes: 30_000_000, downBytes: 10_000_000, ...more },
})
const results: CopyResults = {
  ...{ format: 1, takenAt: '2026-11-22T05:00:00.000Z', commit: 'abc', size: 'replicate', isCold: false, delayMs: 20 },
  machine: { processor: 'P', cores: 2, memoryBytes: 1, system: 's', node: '24' },
  ...{ loadAtRound: [5], restic: 'restic 0.19.1 compiled', data: { files: 1234, bytes: 1, vaultBytes: 40_000_000 } },
  measurements: [
    one({}),
    one({ tool: 'restic', userSeconds: 3, upBytes: 70_000_000 }),
    one({ round: 1, userSeconds: 3 }),
    one({ round: 1, tool: 'restic', wallSeconds: 4, userSeconds: 3, upBytes: 70_000_000 }),
  ],
}

test('shows what each cost and ours divided by restic’s within a round, and says that the machine was busy', () => {
  const table = copyReport(results)
  expect(table).toContain('| SFTP, OpenSSH: all of it | 2.00 s · 3.00 s · 40 MB | 3.00 s · 4.00 s · 80 MB |')
  // wall 1 and 0.5, CPU 0.5 and 1, bytes 0.5 both times
  expect(table).toContain('| 0.75 · 0.75 · 0.50 |')
  expect(table).toContain('do not trust the wall times')
  expect(table).toContain('20 ms each way')
})

test('the table stands between its own marks of the README', () => {
  const readme = 'a\n<!-- bench replicate: begin -->\nold\n<!-- bench replicate: end -->\nb'
  expect(withPart(readme, 'replicate', 'new\n')).toBe(readme.replace('old', 'new'))
  expect(() => withPart('nothing', 'replicate', 'x')).toThrow(/no place/)
})
