export { AGING_AFTER_MS, type Health, healthOf, OLD_AFTER_MS } from './health.ts'
