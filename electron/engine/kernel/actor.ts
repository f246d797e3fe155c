import { AsyncLocalStorage } from 'node:async_hooks'
import type { Actor } from '#shared/domain/index.ts'

/** Who asked for what is done now, and who signed for it as the second person. */
type Acting = { readonly actor: Actor | null; readonly second: Actor | null }

const acting = new AsyncLocalStorage<Acting>()

/** The person who asked for what runs now. Null for work that nobody asked for, and while nobody is registered. */
export const currentActor = (): Actor | null => acting.getStore()?.actor ?? null

/** The other person who agreed to what runs now, where that takes two. */
export const currentSecond = (): Actor | null => acting.getStore()?.second ?? null

/** Runs something, and everything it begins, in a person's name. */
export const actAs = <T>(actor: Actor | null, work: () => T, second: Actor | null = null): T =>
  acting.run({ actor, second }, work)
