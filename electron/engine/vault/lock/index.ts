export { acquireLock } from './acquire.ts'
export { releaseAllLocks } from './held-locks.ts'
