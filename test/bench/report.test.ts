import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withTable } from './readme.ts'
import { markdownReport, terminalReport } from './report.ts'
import { type Measurement, type Results, readResults, writeResults } from './results.ts'

const cost = { round: 0, wallSeconds: 3, userSeconds: 2, systemSeconds: 0.5, peakRssBytes: 250e6, storedBytes: 900e6 }
const measurements: readonly Measurement[] = [
  { set: 'clinic', job: 'first-copy', tool: 'ours', ...cost },
  { set: 'clinic', job: 'first-copy', tool: 'restic', ...cost, wallSeconds: 4, userSeconds: 9.5 },
  { set: 'small-files', job: 'unchanged', tool: 'ours', ...cost },
]
const results: Results = {
  format: 1,
  takenAt: '2026-11-21T10:00:00.000Z',
  commit: 'abc1234',
  size: 'quick',
  machine: { processor: 'Some CPU', cores: 2, memoryBytes: 8 * 2 ** 30, system: 'linux', node: '24.0.0' },
  isCold: true,
  loadAtRound: [0.2],
  tools: [
    { name: 'ours', version: '0.1.0' },
    { name: 'restic', version: 'restic 0.19.1 compiled with go1.26' },
  ],
  data: [{ set: 'clinic', files: 1234, bytes: 1100e6 }],
  measurements: [...measurements],
}

describe('tables', () => {
  it('prints for the terminal what each took, the ratios and the verdicts in words', () => {
    const text = terminalReport(results)
    expect(text).toContain('Clinic: 1,234 files, 1100 MB')
    expect(text).toMatch(/ ours +3\.00 +2\.50 +250 +900\n/)
    expect(text).toMatch(/ restic 0\.19\.1 +4\.00 +10\.0 +250 +900 +0\.75 +0\.25 +1\.00 +1\.00\n/)
    expect(text).toMatch(/met +clinic, first copy, CPU, of restic 0\.19\.1's: 0\.25, wanted at most 0\.60/)
    expect(text).toMatch(/NOT MET clinic, first copy, wall, of restic 0\.19\.1's: 0\.75/)
    expect(text).not.toContain('not idle')
  })

  it('warns when the machine was busy', () => {
    expect(terminalReport({ ...results, loadAtRound: [0.1, 5] })).toContain('not idle (load 5.0')
  })

  it("prints the README's table with only the tools and jobs that were measured", () => {
    const text = markdownReport(results)
    expect(text).toContain('| Clinic, 1,234 files, 1100 MB | ours | restic 0.19.1 | ours / restic 0.19.1 |')
    expect(text).toContain('| first copy | 3.00 s · 2.50 s · 250 MB | 4.00 s · 10.0 s · 250 MB | 0.75 · 0.25 |')
    expect(text).not.toContain('borg')
    expect(text).not.toContain('restore')
  })
})

describe('results file', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'medição à parte '))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('reads back what was written', () => {
    expect(readResults(writeResults(folder, results))).toEqual(results)
  })

  it('reads back an empty one', () => {
    expect(readResults(writeResults(folder, { ...results, measurements: [] })).measurements).toEqual([])
  })

  it('refuses a file that is something else', () => {
    const file = path.join(folder, 'outro.json')
    writeFileSync(file, '{"format":2}')
    expect(() => readResults(file)).toThrow()
  })
})

describe('the README', () => {
  const readme = 'a\n<!-- bench jobs: begin -->\nold\n<!-- bench jobs: end -->\nb\n'

  it('gets the table between its marks, again and again, and keeps the rest', () => {
    const once = withTable(readme, results)
    expect(once).toContain('| first copy | 3.00 s · 2.50 s · 250 MB |')
    expect(once).not.toContain('old')
    expect(once.startsWith('a\n<!-- bench jobs: begin -->\n')).toBe(true)
    expect(once.endsWith('<!-- bench jobs: end -->\nb\n')).toBe(true)
    expect(withTable(once, results)).toBe(once)
  })

  it('without a place for it is not touched', () => {
    expect(() => withTable(readme, { ...results, size: 'scale' })).toThrow('bench scale')
  })
})
