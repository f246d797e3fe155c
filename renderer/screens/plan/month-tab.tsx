import type { PlanView } from '#shared/contracts/index.ts'
import { EvidencePanel } from './evidence-panel.tsx'
import classes from './plan.module.css'
import { ReviewPanel } from './review-panel.tsx'

/** What the clinic does once a month: looks at the facts, and keeps the proof. */
export const MonthTab = ({ view }: { view: PlanView }) => (
  <div className={classes.tab}>
    <ReviewPanel />
    <EvidencePanel view={view} />
  </div>
)
