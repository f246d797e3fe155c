export { Rescue } from './rescue.tsx'
export { beginRescue, beginRescueAt, rescueStore } from './rescue-store.ts'
