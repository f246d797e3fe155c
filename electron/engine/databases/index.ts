export { type DatabaseParts, databaseHandlers } from './handlers.ts'
export { DatabaseLooks, type LookParts } from './looks.ts'
export { DatabasePasswords } from './passwords.ts'
