import { z } from 'zod'
import type { AccountRole, CategoryRight, Person, PersonRights } from './people.ts'
import { type Category, categorySchema } from './retention.ts'

/**
 * What calls ask for. `find`, `view` and `recover` go by category, the others by role alone.
 * The window reads this to leave out what would be refused; the engine decides.
 */
export const rightSchema = z.enum([
  /** See how everything stands: no patient, no file name. */
  'look',
  /** Everyday work: copy now, check, answer a notice, take part in a drill or a lesson. */
  'work',
  /** Carry disks: swap, sign for one, report one lost. */
  'disks',
  /** Names of files in copies. */
  'find',
  /** What is inside them. */
  'view',
  /** Bring it back. */
  'recover',
  /** Places, databases, hours, e-mails, tablets. */
  'configure',
  /** The clinic's own decisions: for how long, where no more, the paper of the kit, the plan. */
  'decide',
  'people',
  /** The book of who did what, and the proofs. */
  'audit',
])
export type Right = z.infer<typeof rightSchema>

type RoleRight = Exclude<Right, 'find' | 'view' | 'recover'>

const BY_ROLE: Readonly<Record<AccountRole, readonly RoleRight[]>> = {
  reception: ['look', 'work', 'disks'],
  professional: ['look', 'work', 'disks'],
  manager: ['look', 'work', 'disks', 'configure', 'decide', 'people', 'audit'],
  technician: ['look', 'work', 'disks', 'configure'],
  auditor: ['look', 'audit'],
}

const all: readonly Category[] = categorySchema.options
const CARE: readonly Category[] = ['records', 'images', 'agenda']
const DESK: readonly Category[] = ['agenda', 'finance']

/** Who repairs computers brings files back without looking into them; who looks after the books sees none of them. */
const CATEGORIES: Readonly<Record<AccountRole, Readonly<Record<CategoryRight, readonly Category[]>>>> = {
  reception: { view: DESK, recover: DESK, approve: [] },
  professional: { view: CARE, recover: CARE, approve: CARE },
  manager: { view: all, recover: all, approve: all },
  technician: { view: [], recover: all, approve: all },
  auditor: { view: [], recover: [], approve: [] },
}

type RightsOf = { readonly role: AccountRole; readonly rights: PersonRights }

/** For which categories somebody has a right: the person's own where it was set, else the role's. */
export const categoriesFor = ({ role, rights }: RightsOf, right: CategoryRight): readonly Category[] =>
  rights[right] ?? CATEGORIES[role][right]

/** Whether somebody may do a kind of thing at all; for `find`, `view` and `recover`: with at least one category. */
export function mayDo(person: RightsOf, right: Right): boolean {
  if (right === 'view' || right === 'recover') return categoriesFor(person, right).length > 0
  if (right === 'find') return mayDo(person, 'view') || mayDo(person, 'recover')
  return BY_ROLE[person.role].includes(right)
}

/** Whether somebody may do it with things of all these categories. What nobody described is taken for a record. */
export const mayDoWith = (person: RightsOf, right: 'view' | 'recover' | 'find', asked: readonly Category[]): boolean =>
  asked.every((category) =>
    right === 'find'
      ? categoriesFor(person, 'view').includes(category) || categoriesFor(person, 'recover').includes(category)
      : categoriesFor(person, right).includes(category),
  )

/** Whether somebody may sign as the second person: for these categories, or with any where the act is about none. */
export const mayApprove = (person: RightsOf, asked: readonly Category[]): boolean => {
  const approved = categoriesFor(person, 'approve')
  return approved.length > 0 && asked.every((category) => approved.includes(category))
}

/** What somebody who answers for the clinic is called in books that know three roles only. */
export const isManager = ({ role, isActive }: Pick<Person, 'role' | 'isActive'>): boolean =>
  isActive && role === 'manager'
