export { bringFiles } from './bring-files.ts'
export { Emergency, type EmergencyParts, isInVault } from './handlers.ts'
