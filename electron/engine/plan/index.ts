export { ClinicPlan, type PlanParts } from './clinic-plan.ts'
export type { PlanFacts } from './plan-view.ts'
