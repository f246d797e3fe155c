export { DatabaseComesBack } from './database-comes-back.tsx'
export { WholeRecord } from './whole-record.tsx'
