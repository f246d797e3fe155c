import { createStore, type StoreApi } from 'zustand/vanilla'
import { engineContract, type SignInState } from '#shared/contracts/index.ts'
import type { Right } from '#shared/domain/index.ts'
import type { Clients, EngineClient } from '../client/clients.ts'
import { toWireError } from './wire-error.ts'

/** What the engine wants before it does what was asked: the PIN once more, or a second person. `answer(false)` gives up. */
export type Wanted = { readonly answer: (isGiven: boolean) => void } & (
  | { readonly kind: 'prove' }
  | { readonly kind: 'second'; readonly requestId: string }
)
type PeopleKnown = {
  /** Undefined until the engine has said so. */
  readonly session: SignInState | undefined
  readonly wanted: Wanted | null
}
export type PeopleStore = StoreApi<PeopleKnown>

/** Keeps who is at this window up to date; a new engine knows nobody. */
export function followPeople({ engine, onEngine }: Pick<Clients, 'engine' | 'onEngine'>): PeopleStore {
  const store = createStore<PeopleKnown>(() => ({ session: undefined, wanted: null }))
  let stop = () => {}
  onEngine(() => {
    stop()
    stop = engine.session({}, (session) => store.setState({ session }))
  })
  return store
}

/**
 * The engine as screens ask it: where it wants a PIN again or a second person, the person is asked here, and the same is asked once
 * more. No screen has to know which calls those are.
 */
export function engineWithPeople(engine: EngineClient, people: PeopleStore): EngineClient {
  const want = (wanted: Omit<Extract<Wanted, { kind: 'prove' }>, 'answer'> | { kind: 'second'; requestId: string }) =>
    new Promise<boolean>((resolve) => {
      const answer = (isGiven: boolean) => {
        people.setState({ wanted: null })
        resolve(isGiven)
      }
      people.setState({ wanted: { ...wanted, answer } })
    })
  const patient =
    (ask: (input: unknown, signal?: AbortSignal) => Promise<unknown>) =>
    async (input: unknown, signal?: AbortSignal): Promise<unknown> => {
      for (;;) {
        try {
          return await ask(input, signal)
        } catch (thrown) {
          const { code, params } = toWireError(thrown)
          // One question at a time; whoever comes second is told what is missing.
          if (people.getState().wanted !== null) throw thrown
          const { requestId } = params
          const isGiven =
            (code === 'PEOPLE_107' && (await want({ kind: 'prove' }))) ||
            (code === 'PEOPLE_106' && typeof requestId === 'string' && (await want({ kind: 'second', requestId })))
          if (!isGiven) throw thrown
        }
      }
    }
  const asked: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(engineContract)) {
    const own = (engine as unknown as Record<string, (...input: unknown[]) => Promise<unknown>>)[name]
    asked[name] = spec.kind === 'call' && own ? patient(own) : own
  }
  return asked as EngineClient
}

/** Whether to show something; the engine decides on its own whether to do it. */
export const mayHere = (session: SignInState | undefined, right: Right): boolean =>
  session?.kind === 'open' || (session?.kind === 'signed-in' && session.may.includes(right))
