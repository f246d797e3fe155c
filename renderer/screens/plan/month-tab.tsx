import type { PlanView } from '#shared/contracts/index.ts'
import { useMay } from '../../state/use-may.ts'
import { EvidencePanel } from './evidence-panel.tsx'
import classes from './plan.module.css'
import { ReviewPanel } from './review-panel.tsx'

/** What the clinic does once a month: looks at the facts, and keeps the proof. */
export function MonthTab({ view }: { view: PlanView }) {
  const mayKeepProof = useMay('audit')
  return (
    <div className={classes.tab}>
      <ReviewPanel />
      {mayKeepProof && <EvidencePanel view={view} />}
    </div>
  )
}
