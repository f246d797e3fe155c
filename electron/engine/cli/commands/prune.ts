import { applyPrune, type PrunePlan, planPrune } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { formatBytes, formatCount } from '#shared/units/index.ts'
import { alarmsIn } from '../alarms.ts'
import type { Command, Context } from '../context.ts'
import { approvalFor } from '../decided.ts'

/** Shows what cleaning would give back, and cleans when two people say so. */
export const prune: Command = async (context) => {
  const { language, output, signal, values } = context
  const maxUnusedFraction = fractionIn(values.text('max-unused'))
  const allowMoreThanHalf = values.isOn('allow-more-than-half')
  await context.withVault(async (vault) => {
    const run = {
      signal,
      onProgress: ({ doneBytes, totalBytes }: { readonly doneBytes: number; readonly totalBytes: number }) =>
        output.progress(doneBytes, totalBytes),
    }
    const plan = await planPrune(
      vault,
      { allowMoreThanHalf, ...(maxUnusedFraction !== undefined && { maxUnusedFraction }) },
      run,
    )
    const hasAlarm = (await alarmsIn(vault)).length > 0
    show(context, { ...plan, refusals: [...(hasAlarm ? ['brake-on'] : []), ...plan.refusals] })
    const approval = approvalFor(context, plan)
    if (!approval) return output.note('notDone')
    if (hasAlarm) fail('RET_105')
    const outcome = await applyPrune(vault, plan, approval, run)
    if (output.isJson) output.json({ message_type: 'summary', ...outcome })
    output.say('pruned', {
      freed: formatBytes(outcome.freedBytes, language),
      removed: formatCount(outcome.deletedPacks, language),
    })
  })
  return 'done'
}

/** `5%`, as restic takes it. Throws APP_002. */
function fractionIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, percent] = /^(\d{1,2}(?:\.\d+)?)%$/.exec(text) ?? []
  return percent === undefined ? fail('APP_002', { detail: '--max-unused' }) : Number(percent) / 100
}

type ShownPlan = Omit<PrunePlan, 'refusals'> & { readonly refusals: readonly string[] }

function show({ language, output }: Context, plan: ShownPlan): void {
  if (output.isJson) output.json({ message_type: 'plan', ...plan })
  output.say('prunePlan', {
    freed: formatBytes(plan.freedBytes, language),
    stored: formatBytes(plan.storedBytes, language),
    remove: formatCount(plan.packs.toDelete + plan.packs.unindexed, language),
    rewrite: formatCount(plan.packs.toRepack, language),
    kept: formatCount(plan.trash.kept, language),
    expired: formatCount(plan.trash.expired, language),
  })
  for (const why of plan.refusals) output.note('refusedWhy', { why })
}
