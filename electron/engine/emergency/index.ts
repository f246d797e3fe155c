export { Emergency, type EmergencyParts } from './handlers.ts'
