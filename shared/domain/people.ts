import { z } from 'zod'
import { categorySchema } from './retention.ts'

/** One registered person, for as long as the clinic keeps copies: never given to somebody else. */
export const accountIdSchema = z.uuid().brand<'AccountId'>()
export type AccountId = z.infer<typeof accountIdSchema>

/** What somebody does at the clinic; decides what the engine lets them do. */
export const accountRoleSchema = z.enum(['reception', 'professional', 'manager', 'technician', 'auditor'])
export type AccountRole = z.infer<typeof accountRoleSchema>

/** As which manager somebody answers for the clinic. */
export const managerTitleSchema = z.enum(['owner', 'technical-director'])
export type ManagerTitle = z.infer<typeof managerTitleSchema>

/** What one may do with things of a category. Something that nobody described counts as records. */
export const categoryRightSchema = z.enum(['view', 'recover', 'approve'])
export type CategoryRight = z.infer<typeof categoryRightSchema>

/** Where a person's rights differ from those of the role; a right that is not named is the role's. */
export const personRightsSchema = z.partialRecord(categoryRightSchema, z.array(categorySchema))
export type PersonRights = z.infer<typeof personRightsSchema>

export const personNameSchema = z.string().trim().min(2).max(60)

/** A registered person as everybody who may see the list sees them. */
export const personSchema = z.object({
  accountId: accountIdSchema,
  name: personNameSchema,
  role: accountRoleSchema,
  /** Null for everybody but managers. */
  title: managerTitleSchema.nullable(),
  rights: personRightsSchema,
  /** False for somebody who left: nobody who acted is ever deleted. */
  isActive: z.boolean(),
  addedAtMs: z.number().int(),
  lastSignInAtMs: z.number().int().nullable(),
})
export type Person = z.infer<typeof personSchema>

/** Who acts, as rooms and books write it down. */
export type Actor = { readonly accountId: AccountId; readonly name: string; readonly role: AccountRole }
