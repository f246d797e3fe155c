import type { PendingRequest, peopleCalls, SignInState } from '#shared/contracts/index.ts'
import {
  type AccountId,
  categoriesFor,
  mayApprove,
  mayDo,
  type Person,
  personSchema,
  rightSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { GateParts } from './gate.ts'
import type { PortSession } from './port-session.ts'
import type { Request, Requests } from './requests.ts'

type Parts = GateParts & {
  readonly session: PortSession
  readonly requests: Requests
  readonly enter: (accountId: AccountId) => void
  /** The list of people is not what it was: every window looks again at who is there. */
  readonly tellAll: () => void
}

/** Signing in and out, and the list of people, for one window. What is asked here has passed the gate already. */
export function peopleHandlers(parts: Parts): Handlers<typeof peopleCalls> {
  const { people, session, requests, enter, tellAll, clock } = parts
  const state = () => stateOf(parts)
  const ownId = () => session.accountId ?? fail('PEOPLE_101')
  /** Nobody grants themselves, and nobody shuts themselves out. */
  const requireOther = (accountId: AccountId) => {
    if (accountId === session.accountId) fail('PEOPLE_110')
  }
  const changed = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work
    tellAll()
    return done
  }
  const comeIn = async (accountId: AccountId) => {
    await people.cameIn(accountId)
    enter(accountId)
    return state()
  }
  /** Throws PEOPLE_114 for the one who asked, and for one who may not sign. */
  const requireSecond = (request: Request, accountId: AccountId) => {
    const person = people.active(accountId) ?? fail('PEOPLE_113')
    if (accountId === request.requestedBy || people.mustChoose(accountId) || !mayApprove(person, request.categories))
      fail('PEOPLE_114')
  }
  return {
    session(_input, emit) {
      emit(state())
      return session.onChange(() => emit(state()))
    },
    signInNames: async () =>
      people
        .list()
        .filter(({ isActive }) => isActive)
        .map((person) => {
          const { accountId, name, role, isNew } = person
          return { accountId, name, role, isNew, mayApprove: mayApprove(person, []) }
        }),
    async signIn({ accountId, secret }) {
      const { accountId: proven } = await people.prove(accountId, secret)
      return comeIn(proven)
    },
    async signOut() {
      session.leave('left')
      return {}
    },
    async stillHere() {
      session.active()
      return {}
    },
    async proveAgain({ secret }) {
      await people.prove(ownId(), secret)
      session.proven()
      return {}
    },
    async setOwnPin({ before, secret }) {
      const accountId = ownId()
      await people.prove(accountId, before)
      if (before === secret) fail('PEOPLE_109')
      await people.choose(accountId, secret)
      session.proven()
      tellAll()
      return {}
    },
    async registerFirst({ name, title, secret }) {
      const { accountId } = await people.registerFirst(name, title, secret)
      const entered = await comeIn(accountId)
      tellAll()
      return entered
    },
    people: async () => people.list().map((person) => ({ ...person })),
    async addPerson(draft) {
      if (people.isOpen) fail('PEOPLE_118')
      return changed(people.add(draft))
    },
    async changePerson({ accountId, ...draft }) {
      requireOther(accountId)
      return changed(people.change(accountId, draft))
    },
    heldBy: async ({ accountId }) =>
      parts.heldBy(people.list().find((person) => person.accountId === accountId) ?? fail('PEOPLE_113')),
    async deactivatePerson({ accountId }) {
      requireOther(accountId)
      return changed(people.deactivate(accountId))
    },
    async reactivatePerson({ accountId }) {
      requireOther(accountId)
      return changed(people.giveFirstPin(accountId))
    },
    async resetPin({ accountId }) {
      requireOther(accountId)
      if (!people.active(accountId)) fail('PEOPLE_113')
      return changed(people.giveFirstPin(accountId))
    },
    async resetWithKit({ accountId, name, words, secret }) {
      await parts.requireKit(words)
      const person = people.isLost
        ? await people.beginAgain(name, secret)
        : managerOf(people.active(required(accountId)))
      await people.choose(person.accountId, secret)
      const entered = await comeIn(person.accountId)
      tellAll()
      return entered
    },
    lockPolicy: async () => ({ lockAfterMinutes: people.lockAfterMinutes }),
    async setLockPolicy({ lockAfterMinutes }) {
      await people.lockAfter(lockAfterMinutes)
      return { lockAfterMinutes }
    },
    pendingRequests: async () => requests.list().flatMap((request) => shown(request)),
    async confirmAs({ requestId, accountId, secret }) {
      const request = requests.require(requestId)
      if (request.requestedBy !== session.accountId) fail('PEOPLE_116')
      requireSecond(request, accountId)
      await people.prove(accountId, secret)
      requests.confirm(requestId, accountId)
      return {}
    },
    async confirmRequest({ requestId }) {
      const request = requests.require(requestId)
      requireSecond(request, ownId())
      requests.confirm(requestId, ownId())
      tellAll()
      return {}
    },
  }

  function shown(request: Request): PendingRequest[] {
    const { requestId, call, requestedBy, categories, confirmedBy } = request
    const mayConfirm = people
      .list()
      .filter((person) => person.isActive && !person.isNew && person.accountId !== requestedBy)
      .filter((person) => mayApprove(person, categories))
      .map(({ accountId }) => accountId)
    const own = session.accountId
    if (own === null || (own !== requestedBy && !mayConfirm.includes(own))) return []
    const requestedByName = people.actor(requestedBy)?.name ?? ''
    const expiresAtMs = Math.round(clock.nowMs() + requests.leftMs(request))
    const isConfirmed = confirmedBy !== null
    return [{ requestId, call, requestedBy, requestedByName, isConfirmed, expiresAtMs, mayConfirm }]
  }
}

const required = (accountId: AccountId | null): AccountId => accountId ?? fail('PEOPLE_113')

/** The kit opens everything, so whoever has it is taken for a manager; others are reset by one. */
function managerOf(person: Person | undefined): Person {
  return person?.role === 'manager' ? person : fail('PEOPLE_113')
}

function stateOf({ people, session }: Parts): SignInState {
  if (people.isOpen) return { kind: 'open' }
  const person = session.accountId === null ? undefined : people.active(session.accountId)
  if (!person) return { kind: 'signed-out', why: people.isLost ? 'lost' : session.why }
  return {
    kind: 'signed-in',
    person: personSchema.parse(person),
    mustChoosePin: people.mustChoose(person.accountId),
    may: rightSchema.options.filter((right) => mayDo(person, right)),
    categories: {
      view: [...categoriesFor(person, 'view')],
      recover: [...categoriesFor(person, 'recover')],
      approve: [...categoriesFor(person, 'approve')],
    },
  }
}
