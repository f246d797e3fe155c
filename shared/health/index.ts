export { AGING_AFTER_MS, damageOf, type Health, hasOtherPlace, healthOf, lastSavedMs, OLD_AFTER_MS } from './health.ts'
export { type ThreeTwoOne, threeTwoOneOf } from './three-two-one.ts'
