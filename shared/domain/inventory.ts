import { z } from 'zod'
import { accountIdSchema, accountRoleSchema } from './people.ts'
import { type Category, minimumYearsOf } from './retention.ts'
import { sourceIdSchema } from './sources.ts'
import { tabletIdSchema } from './tablets.ts'

/** What a clinic has that would be missed. */
export const inventoryKindSchema = z.enum([
  'records',
  'images',
  'anamnesis',
  'prescriptions',
  'evolution',
  'agenda',
  'insurance',
  'receipts',
  'finance',
  'certificates',
  'devices',
  'other',
])
export type InventoryKind = z.infer<typeof inventoryKindSchema>

/** As what of the law and the goals a kind counts; what none fits is treated by the standard goal. */
export const categoryOfKind: Readonly<Record<InventoryKind, Category | null>> = {
  records: 'records',
  images: 'images',
  anamnesis: 'records',
  prescriptions: 'records',
  evolution: 'records',
  agenda: 'agenda',
  insurance: 'finance',
  receipts: 'finance',
  finance: 'finance',
  certificates: null,
  devices: null,
  other: null,
}

export const inventoryItemIdSchema = z.uuid().brand<'InventoryItemId'>()
export type InventoryItemId = z.infer<typeof inventoryItemIdSchema>

const words = z.string().trim().max(120)

/** Where a thing of the clinic is. One thing may be in several places. */
export const inventoryPlaceSchema = z.discriminatedUnion('kind', [
  /** A folder or database of this computer, by the id under which it is protected. */
  z.object({ kind: z.literal('source'), sourceId: sourceIdSchema }),
  /** A folder or file of this computer by its path, protected or not. */
  z.object({ kind: z.literal('folder'), path: z.string().min(1).max(4096) }),
  /** On a tablet or phone; without an id on one that is not paired. */
  z.object({ kind: z.literal('tablet'), tabletId: tabletIdSchema.nullable(), words }),
  z.object({ kind: z.literal('paper'), words }),
  /** In a system of a supplier, on the internet. */
  z.object({ kind: z.literal('cloud'), words }),
  /** Nobody could say yet. */
  z.object({ kind: z.literal('unknown') }),
])
export type InventoryPlace = z.infer<typeof inventoryPlaceSchema>

/** Somebody of the clinic: by account where one is registered, else by name only. */
export const inventoryPersonSchema = z.object({
  name: z.string().trim().min(1).max(60),
  accountId: accountIdSchema.optional(),
})
export type InventoryPerson = z.infer<typeof inventoryPersonSchema>

/** LGPD, art. 7º and 11: why the clinic may keep it. */
export const legalBasisSchema = z.enum([
  /** Art. 11, II, f: protection of health, by health professionals. */
  'health-care',
  /** Art. 11, II, a: a duty by law, e.g. the 20 years of a record. */
  'legal-duty',
  /** Art. 7º, V: a contract with the person. */
  'contract',
  /** Art. 11, II, d: defence in court. */
  'defence',
  /** Art. 11, I: the person agreed, for this one purpose. */
  'consent',
  /** It holds nothing about people. */
  'no-personal-data',
])
export type LegalBasis = z.infer<typeof legalBasisSchema>

/** For how long. The first is what holds until somebody decides. */
export const keepForSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never-delete') }),
  z.object({ kind: z.literal('years'), years: z.int().min(1).max(200) }),
])
export type KeepFor = z.infer<typeof keepForSchema>

const people = z.array(inventoryPersonSchema).max(20)

const fields = {
  kind: inventoryKindSchema,
  /** The clinic's own word; empty stands for the kind's name. */
  name: z.string().trim().max(60),
  places: z.array(inventoryPlaceSchema).min(1).max(20),
  /** How new what lies there is: a system's own nightly export is a day old at most. */
  refreshed: z.enum(['at-once', 'daily', 'weekly', 'unknown']),
  updatedBy: people,
  seenBy: z.array(accountRoleSchema).max(5),
  /** Whose word a copy or a recovery of it needs. */
  approvedBy: people,
  /** Without it: no patient is seen, it is hard, or it can wait. */
  weight: z.enum(['stops', 'hinders', 'waits', 'unknown']),
  legalBasis: legalBasisSchema.nullable(),
  keepFor: keepForSchema,
}
const keepsLongEnough = ({ kind, keepFor }: { kind: InventoryKind; keepFor: KeepFor }) =>
  keepFor.kind === 'never-delete' || keepFor.years >= leastYearsOf(kind)
const atKeepFor = { path: ['keepFor'] }

/** One thing the clinic has, what it knows of it, and what it decided. */
export const newInventoryItemSchema = z.object(fields).refine(keepsLongEnough, atKeepFor)
export type NewInventoryItem = z.infer<typeof newInventoryItemSchema>
export const inventoryItemSchema = z
  .object({ itemId: inventoryItemIdSchema, ...fields })
  .refine(keepsLongEnough, atKeepFor)
export type InventoryItem = z.infer<typeof inventoryItemSchema>

/** Fewer years nobody may write down for a kind; 0 where the law names none. */
export function leastYearsOf(kind: InventoryKind): number {
  const category = categoryOfKind[kind]
  return category === null ? 0 : minimumYearsOf([category], { minimumYears: 0 })
}

const USUAL_WEIGHT: Readonly<Record<InventoryKind, InventoryItem['weight']>> = {
  records: 'stops',
  images: 'hinders',
  anamnesis: 'stops',
  prescriptions: 'hinders',
  evolution: 'stops',
  agenda: 'stops',
  insurance: 'waits',
  receipts: 'waits',
  finance: 'waits',
  certificates: 'hinders',
  devices: 'hinders',
  other: 'unknown',
}

const USUAL_BASIS: Readonly<Record<InventoryKind, LegalBasis | null>> = {
  records: 'health-care',
  images: 'health-care',
  anamnesis: 'health-care',
  prescriptions: 'health-care',
  evolution: 'health-care',
  agenda: 'health-care',
  insurance: 'contract',
  receipts: 'legal-duty',
  finance: 'legal-duty',
  certificates: null,
  devices: null,
  other: null,
}

/** How a thing of a kind usually is, for a person to correct. */
export const usualItem = (kind: InventoryKind, places: readonly InventoryPlace[]): NewInventoryItem => ({
  kind,
  name: '',
  places: [...places],
  refreshed: 'at-once',
  updatedBy: [],
  seenBy: [],
  approvedBy: [],
  weight: USUAL_WEIGHT[kind],
  legalBasis: USUAL_BASIS[kind],
  keepFor: { kind: 'never-delete' },
})

/** Somebody of the clinic as set-up heard of them; whoever has an account stands in the people's book instead. */
export const teamMemberSchema = z.object({ name: z.string().trim().min(2).max(60), role: accountRoleSchema })
export type TeamMember = z.infer<typeof teamMemberSchema>
