import { currentActor } from '#engine/kernel/index.ts'

/** Who stands in a book: where somebody is signed in, nobody acts under another name. */
export const whoOf = (by: string): string => currentActor()?.name ?? by
