import { z } from 'zod'
import {
  accountIdSchema,
  accountRoleSchema,
  categoryRightSchema,
  categorySchema,
  managerTitleSchema,
  personNameSchema,
  personRightsSchema,
  personSchema,
  rightSchema,
} from '../domain/index.ts'
import { call, feed } from '../wire/index.ts'

const nothing = z.object({})
const atMs = z.number().int()
const ofPerson = z.object({ accountId: accountIdSchema })
/** A PIN or a password. Whether it is good enough is told by PEOPLE_109. */
const secret = z.string().min(1).max(200)
/** Written down for somebody once; only good for choosing one's own. */
const firstPin = z.object({ accountId: accountIdSchema, firstPin: z.string() })
const described = {
  name: personNameSchema,
  role: accountRoleSchema,
  title: managerTitleSchema.nullable(),
  rights: personRightsSchema,
}
const lockAfterMinutes = z.number().int().min(1).max(120)

/** Somebody who can be chosen at the sign-in: what anyone at the computer may know. */
export const signInNameSchema = z.object({
  accountId: accountIdSchema,
  name: z.string(),
  role: accountRoleSchema,
  /** Until an own PIN is chosen. */
  isNew: z.boolean(),
  /** Whether this person may sign as the second one at all. */
  mayApprove: z.boolean(),
})
export type SignInName = z.infer<typeof signInNameSchema>

/** Who is at this window. Each window has its own; a new page begins signed out. */
export const sessionSchema = z.discriminatedUnion('kind', [
  /** Nobody is registered: whoever sits here does everything. */
  z.object({ kind: z.literal('open') }),
  /** `lost`: the list of people cannot be read; a manager registers again with the kit's words. */
  z.object({ kind: z.literal('signed-out'), why: z.enum(['start', 'left', 'idle', 'lost']) }),
  z.object({
    kind: z.literal('signed-in'),
    person: personSchema,
    /** Nothing else goes before an own PIN is chosen. */
    mustChoosePin: z.boolean(),
    may: z.array(rightSchema),
    categories: z.record(categoryRightSchema, z.array(categorySchema)),
  }),
])
export type SignInState = z.infer<typeof sessionSchema>

/** What somebody who leaves still has. */
export const heldSchema = z.object({
  /** Disks that they signed for, as the clinic calls them. */
  disks: z.array(z.string()),
  /** Protected things that they answer for. */
  sources: z.array(z.string()),
  /** Whether they know what opens everything: the words of the kit, or places' passwords. */
  knowsKit: z.boolean(),
})
export type Held = z.infer<typeof heldSchema>

/** What waits for a second person. */
export const pendingRequestSchema = z.object({
  requestId: z.uuid(),
  /** Name of the call; the window has the words for it. */
  call: z.string(),
  requestedBy: accountIdSchema,
  requestedByName: z.string(),
  isConfirmed: z.boolean(),
  expiresAtMs: atMs,
  /** Who may sign it, the one who asked left out. */
  mayConfirm: z.array(accountIdSchema),
})
export type PendingRequest = z.infer<typeof pendingRequestSchema>

export const peopleCalls = {
  /** Who is at this window: now and at every change. */
  session: feed(nothing, sessionSchema),
  signInNames: call(nothing, z.array(signInNameSchema)),
  /** Throws PEOPLE_102 {tries}, PEOPLE_103 {seconds}, PEOPLE_104, PEOPLE_113. */
  signIn: call(z.object({ accountId: accountIdSchema, secret }), sessionSchema),
  signOut: call(nothing, nothing),
  /** Somebody uses the keyboard or the mouse: puts the lock for inactivity off. */
  stillHere: call(nothing, nothing),
  /** The one who is signed in, once more, before something critical. Throws as `signIn`. */
  proveAgain: call(z.object({ secret }), nothing),
  /** Throws PEOPLE_109 when it is too easy to guess, PEOPLE_102 when the one before is wrong. */
  setOwnPin: call(z.object({ before: secret, secret }), nothing),

  /** Registers the first person, a manager, who is signed in by that. Throws PEOPLE_115 when somebody is registered already. */
  registerFirst: call(z.object({ name: personNameSchema, title: managerTitleSchema, secret }), sessionSchema),
  people: call(nothing, z.array(personSchema.extend({ isNew: z.boolean(), isBlocked: z.boolean() }))),
  /** Throws PEOPLE_112 for a name that is taken. */
  addPerson: call(z.object(described), firstPin),
  /** Throws PEOPLE_110 for oneself, PEOPLE_111 when no manager would be left, PEOPLE_112, PEOPLE_113. */
  changePerson: call(z.object({ accountId: accountIdSchema, ...described }), personSchema),
  /** What somebody who leaves still has; to go through before `deactivatePerson`. */
  heldBy: call(ofPerson, heldSchema),
  /** Nobody is deleted. Throws PEOPLE_110, PEOPLE_111, PEOPLE_113. */
  deactivatePerson: call(ofPerson, personSchema),
  reactivatePerson: call(ofPerson, firstPin),
  /** Throws PEOPLE_110 for oneself. */
  resetPin: call(ofPerson, firstPin),
  /**
   * A manager whose PIN nobody can reset, by the words of the kit. Where the list of people is lost, a manager of this name begins a new one.
   * Throws KEY_102, KIT_101 to KIT_103, DEST_…, PEOPLE_109, PEOPLE_113.
   */
  resetWithKit: call(
    z.object({ accountId: accountIdSchema.nullable(), name: personNameSchema, words: z.string().max(1000), secret }),
    sessionSchema,
  ),
  lockPolicy: call(nothing, z.object({ lockAfterMinutes })),
  setLockPolicy: call(z.object({ lockAfterMinutes }), z.object({ lockAfterMinutes })),

  /** What this person asked for, or may sign. */
  pendingRequests: call(nothing, z.array(pendingRequestSchema)),
  /** The second person signs on the window of the first. Throws as `signIn`, PEOPLE_114 for one who may not, PEOPLE_116. */
  confirmAs: call(z.object({ requestId: z.uuid(), accountId: accountIdSchema, secret }), nothing),
  /** The second person signs from their own window. Throws PEOPLE_114, PEOPLE_116. */
  confirmRequest: call(z.object({ requestId: z.uuid() }), nothing),
}
