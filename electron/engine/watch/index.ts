export { type Mark, Marks } from './marks.ts'
export { type Hearing, hearingOf } from './share.ts'
export type { Coverage, WatchedSource } from './types.ts'
export { Watch, type WatchParts } from './watch.ts'
