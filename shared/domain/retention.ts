import { z } from 'zod'

/** What a copy holds, as far as the law and the clinic's own rules tell things apart. */
export const categorySchema = z.enum(['records', 'images', 'finance', 'agenda'])
export type Category = z.infer<typeof categorySchema>

/** The tag by which a copy in the vault says what it holds. */
export const categoryTags: Readonly<Record<Category, string>> = {
  records: 'categoria-prontuario',
  images: 'categoria-imagens',
  finance: 'categoria-financeiro',
  agenda: 'categoria-agenda',
}

/** A copy with this tag is never cleaned. */
export const pinnedTag = 'fixada'

const count = z.int().min(0).max(100_000)

/** For how long copies are kept: for ever, or the newest of each of the last so many days, weeks, months and years that have one. */
export const retentionRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('keep'), daily: count, weekly: count, monthly: count, yearly: count }),
])
export type RetentionRule = z.infer<typeof retentionRuleSchema>

export const retentionPolicySchema = z.object({
  standard: retentionRuleSchema.default({ kind: 'never' }),
  byCategory: z.partialRecord(categorySchema, retentionRuleSchema).default({}),
  /** Years beyond the legal minimum; less than it changes nothing. */
  minimumYears: z.int().min(0).max(200).default(0),
})
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>

/** "Sem data para apagar": what holds until somebody decides otherwise. */
export const neverDelete: RetentionPolicy = { standard: { kind: 'never' }, byCategory: {}, minimumYears: 0 }

/** Lei 13.787/2018, art. 6º: twenty years from the last entry of a record, whatever its medium. */
const RECORD_YEARS = 20
const LEGAL_YEARS: Readonly<Record<Category, number>> = {
  records: RECORD_YEARS,
  images: RECORD_YEARS,
  finance: 5,
  agenda: 0,
}

/** Years for which nothing of a copy may lose its last version. A copy that does not say what it holds is taken for a health record. */
export function minimumYearsOf(categories: readonly Category[], policy: Pick<RetentionPolicy, 'minimumYears'>): number {
  const legal =
    categories.length === 0 ? RECORD_YEARS : Math.max(...categories.map((category) => LEGAL_YEARS[category]))
  return Math.max(legal, policy.minimumYears)
}

/** Whether copies would go sooner by one policy than by another, of anything. */
export function isShorterThan(policy: RetentionPolicy, before: RetentionPolicy): boolean {
  const rulesOf = ({ standard, byCategory }: RetentionPolicy) => [
    standard,
    ...categorySchema.options.map((category) => byCategory[category] ?? standard),
  ]
  const was = rulesOf(before)
  return policy.minimumYears < before.minimumYears || rulesOf(policy).some((rule, at) => isShorterRule(rule, was[at]))
}

function isShorterRule(rule: RetentionRule, before: RetentionRule | undefined): boolean {
  if (rule.kind === 'never' || before === undefined) return false
  if (before.kind === 'never') return true
  return (['daily', 'weekly', 'monthly', 'yearly'] as const).some((each) => rule[each] < before[each])
}
