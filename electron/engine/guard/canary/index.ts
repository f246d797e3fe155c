export { countLost, exclusionOf } from './check.ts'
export { applyCanaries, type CanaryPlan, planCanaries } from './plan.ts'
