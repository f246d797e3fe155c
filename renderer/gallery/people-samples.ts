import type { SignInState } from '#shared/contracts/index.ts'
import { accountIdSchema, categoriesFor, mayDo, type Person, rightSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { EngineFake } from './fakes.ts'

const id = (digit: number) => accountIdSchema.parse(`1111111${digit}-1111-4111-8111-111111111111`)
const person = (digit: number, name: string, change: Partial<Person>): Person => ({
  ...{ accountId: id(digit), name, role: 'reception', title: null, rights: {}, isActive: true },
  ...{ addedAtMs: 1_780_000_000_000, lastSignInAtMs: 1_790_000_000_000 },
  ...change,
})

export const samplePeople: readonly (Person & { isNew: boolean; isBlocked: boolean })[] = [
  { ...person(1, 'Ana Ribeiro', { role: 'manager', title: 'owner' }), isNew: false, isBlocked: false },
  { ...person(2, 'Bianca Souza', {}), isNew: true, isBlocked: false },
  { ...person(3, 'Caio Mendes', { role: 'professional' }), isNew: false, isBlocked: true },
  { ...person(4, 'Davi Rocha', { role: 'technician' }), isNew: false, isBlocked: false },
  { ...person(5, 'Elisa Prado', { isActive: false }), isNew: false, isBlocked: false },
]

export const signedIn = (who: Person, mustChoosePin = false): SignInState => ({
  kind: 'signed-in',
  person: who,
  mustChoosePin,
  may: rightSchema.options.filter((right) => mayDo(who, right)),
  categories: {
    view: [...categoriesFor(who, 'view')],
    recover: [...categoriesFor(who, 'recover')],
    approve: [...categoriesFor(who, 'approve')],
  },
})

type PeopleFakes = Pick<
  EngineFake,
  | 'session'
  | 'signInNames'
  | 'signIn'
  | 'signOut'
  | 'stillHere'
  | 'proveAgain'
  | 'setOwnPin'
  | 'registerFirst'
  | 'people'
  | 'addPerson'
  | 'changePerson'
  | 'heldBy'
  | 'deactivatePerson'
  | 'reactivatePerson'
  | 'resetPin'
  | 'resetWithKit'
  | 'lockPolicy'
  | 'setLockPolicy'
  | 'pendingRequests'
  | 'confirmAs'
  | 'confirmRequest'
>

/** Nobody is registered unless a scene says otherwise. */
export function peopleFakes(state: SignInState = { kind: 'open' }): PeopleFakes {
  const nothing = async () => ({})
  const given = async () => ({ accountId: id(2), firstPin: '402918' })
  return {
    session: (_nothing, emit) => {
      emit(state)
      return () => {}
    },
    signInNames: async () =>
      samplePeople
        .filter(({ isActive }) => isActive)
        .map(({ accountId, name, role, isNew }) => ({
          accountId,
          name,
          role,
          isNew,
          mayApprove: role !== 'reception',
        })),
    signIn: () => fail('PEOPLE_102', { tries: 9 }),
    signOut: nothing,
    stillHere: nothing,
    proveAgain: nothing,
    setOwnPin: nothing,
    registerFirst: () => fail('PEOPLE_109'),
    people: async () => [...samplePeople],
    addPerson: given,
    changePerson: async () => person(2, 'Bianca Souza', {}),
    heldBy: async () => ({ disks: ['Disco B'], sources: ['Agenda'], knowsKit: false }),
    deactivatePerson: async () => person(2, 'Bianca Souza', { isActive: false }),
    reactivatePerson: given,
    resetPin: given,
    resetWithKit: () => fail('KIT_102'),
    lockPolicy: async () => ({ lockAfterMinutes: 10 }),
    setLockPolicy: async (policy) => policy,
    pendingRequests: async () => [],
    confirmAs: nothing,
    confirmRequest: nothing,
  }
}
