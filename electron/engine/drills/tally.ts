import type { DrillFinding } from '#shared/domain/index.ts'
import { problemsIn } from './judge.ts'

/** Sums over the findings of one drill. */
export function tallyOf(findings: readonly DrillFinding[]) {
  const sum = (of: (finding: DrillFinding) => number) => findings.reduce((total, finding) => total + of(finding), 0)
  return {
    files: sum((finding) => (finding.kind === 'files' ? finding.files : 0)),
    bytes: sum((finding) => (finding.kind === 'kit' ? 0 : finding.bytes)),
    rows: sum((finding) => (finding.kind === 'database' || finding.kind === 'record' ? finding.rows : 0)),
    problems: sum(problemsIn),
  }
}
