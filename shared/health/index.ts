export { AGING_AFTER_MS, type Health, healthOf, lastSavedMs, OLD_AFTER_MS } from './health.ts'
