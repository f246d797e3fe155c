import { type Approval, personIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Context } from './context.ts'

/**
 * The two people of --people behind a plan, or undefined when the plan is only to be shown (no --yes, or --dry-run).
 *
 * Throws APP_002 for --yes without two names. Whether they are different people is the engine's to judge.
 */
export function approvalFor(
  { values }: Context,
  { fingerprint }: { readonly fingerprint: string },
): Approval | undefined {
  if (!values.isOn('yes') || values.isOn('dry-run')) return undefined
  const names = (values.text('people') ?? '').split(',').map((name) => personIdSchema.safeParse(name).data)
  const [requestedBy, confirmedBy] = names
  if (names.length !== 2 || requestedBy === undefined || confirmedBy === undefined)
    return fail('APP_002', { detail: '--people' })
  return { fingerprint, requestedBy, confirmedBy }
}
