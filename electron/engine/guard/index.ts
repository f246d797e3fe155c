export { type CanaryPlan, planCanaries } from './canary/index.ts'
export { type Examination, Guard, QUARANTINE_TAG, type Release } from './guard.ts'
export { judge } from './judge.ts'
export type { Changes, Day, Samples, Sign, Verdict } from './types.ts'
