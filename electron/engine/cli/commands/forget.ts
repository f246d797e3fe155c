import {
  applyRetention,
  planVaultRetention,
  type RetentionRequest,
  type ShownRetentionPlan,
} from '#engine/retention/index.ts'
import { checkVault, readUnderLock, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { formatCount } from '#shared/units/index.ts'
import { alarmsIn, PLAN_TAG } from '../alarms.ts'
import type { Command, Context } from '../context.ts'
import { approvalFor } from '../decided.ts'

/** Shows which old copies of a plan may go, and moves them to the trash when two people say so. */
export const forget: Command = async (context) => {
  const { clock, output, signal } = context
  await context.withVault(async (vault) => {
    const request = await requestOf(context, vault)
    const nowMs = clock.nowMs()
    const brakes = await alarmsIn(vault)
    // Who only looks need not wait for a check.
    const shown = await planVaultRetention(vault, request, { nowMs, signal, health: { lastProofAtMs: nowMs, brakes } })
    show(context, shown)
    const approval = approvalFor(context, shown)
    if (!approval) return output.note('notDone')
    const health = { lastProofAtMs: await proveNow(context, vault), brakes: await alarmsIn(vault) }
    const { trashed } = await applyRetention(vault, shown, approval, { nowMs: clock.nowMs(), health, signal })
    if (output.isJson) output.json({ message_type: 'summary', trashed })
    output.say('trashed', { count: formatCount(trashed, context.language) })
  })
  return 'done'
}

/** The plan of --tag, or the only one there is. Throws APP_002 for a command line that does not say what to keep. */
async function requestOf({ values }: Context, vault: Vault): Promise<RetentionRequest> {
  const [daily, weekly, monthly, yearly] = ['daily', 'weekly', 'monthly', 'yearly'].map((period) =>
    values.count(`keep-${period}`),
  )
  if ([daily, weekly, monthly, yearly].every((count) => count === undefined))
    fail('APP_002', { detail: '--keep-daily' })
  const atMost = values.count('at-most')
  const keep = { daily: daily ?? 0, weekly: weekly ?? 0, monthly: monthly ?? 0, yearly: yearly ?? 0 }
  return {
    planTag: values.text('tag') ?? (await onlyPlanIn(vault)),
    policy: { standard: { kind: 'keep', ...keep }, byCategory: {}, minimumYears: 0 },
    ...(atMost !== undefined && { atMost }),
  }
}

async function onlyPlanIn(vault: Vault): Promise<string> {
  const tags = new Set(
    (await vault.listSnapshots()).flatMap(({ tags: all = [] }) => all.filter((tag) => PLAN_TAG.test(tag))),
  )
  const [only, ...others] = tags
  return only === undefined || others.length > 0 ? fail('APP_002', { detail: '--tag' }) : only
}

async function proveNow({ clock, signal }: Context, vault: Vault): Promise<number | null> {
  const { problems } = await readUnderLock(vault, signal, (stop) => checkVault(vault, { signal: stop }))
  return problems.length === 0 ? clock.nowMs() : null
}

function show({ language, output }: Context, shown: ShownRetentionPlan): void {
  const { fingerprint, keep, refusals, remove } = shown
  if (output.isJson) output.json({ message_type: 'plan', fingerprint, keep, remove, refusals })
  const rows = [...keep, ...remove].sort((left, right) => left.takenAtMs - right.takenAtMs)
  for (const row of rows) {
    const told = {
      id: row.copyId.slice(0, 8),
      time: new Date(row.takenAtMs).toISOString().slice(0, 19).replace('T', ' '),
    }
    if ('reasons' in row) output.say('keptCopy', { ...told, why: row.reasons.join(', ') })
    else output.say('removedCopy', told)
  }
  output.say('retentionPlan', { remove: formatCount(remove.length, language), all: formatCount(rows.length, language) })
  for (const why of refusals) output.note('refusedWhy', { why })
}
