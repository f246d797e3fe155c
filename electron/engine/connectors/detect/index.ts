export type { Machine, RunningProgram, Service } from './machine.ts'
export { type FileDatabase, fileDatabaseOf, MAGIC_BYTES } from './magic.ts'
export { type DatabaseProposal, proposeDatabases } from './propose.ts'
export { thisMachine } from './this-machine.ts'
