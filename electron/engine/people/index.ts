export { type FirstPin, People, type PeopleParts, type PersonDraft } from './people.ts'
export type { PinCost } from './secret.ts'
export { MOST_TRIES, waitAfterMs } from './tries.ts'
