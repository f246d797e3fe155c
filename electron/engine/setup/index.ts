export { addReplica } from './add-replica.ts'
export { contains, inspectDestination } from './inspect-destination.ts'
export { writeReadMe } from './read-me.ts'
export { Setup, type SetupRequest } from './setup.ts'
