import type { DiskSetView } from '#shared/contracts/index.ts'
import { type Code, codes } from '#shared/errors/index.ts'
import type { Condition } from './review.ts'

/** What is not as it should be with the disks of the month. Being away is a normal state: only the calendar's promise alarms. */
export function diskConditions(view: DiskSetView, nowMs: number): Condition[] {
  if (view.policy === null) return []
  return [...promiseConditions(view), ...swapConditions(view, nowMs), ...shelfConditions(view)]
}

function promiseConditions({ promise, swap }: DiskSetView): Condition[] {
  // Whoever has plugged the disk in needs not be asked to.
  if (promise.kind !== 'no-disks' && 'diskId' in swap && swap.diskId === promise.diskId) return []
  if (promise.kind === 'today') return [condition('disk-due', 'attention', 'swap-disk', promise.dayMs)]
  if (promise.kind === 'overdue') return [condition('disk-overdue', 'needs-you', 'swap-disk', promise.sinceMs)]
  return []
}

function swapConditions({ swap, disks, strangers }: DiskSetView, nowMs: number): Condition[] {
  const sinceMs = 'diskId' in swap ? disks.find(({ diskId }) => diskId === swap.diskId)?.present?.sinceMs : undefined
  if (swap.kind === 'stopped') {
    const { code } = swap.error
    return [{ ...condition('disk-stopped', 'needs-you', actionOf(code), sinceMs ?? nowMs), code }]
  }
  if (swap.kind !== 'wrong' && strangers.length === 0) return []
  return [condition('disk-wrong', 'attention', 'swap-disk', sinceMs ?? nowMs)]
}

function shelfConditions({ disks }: DiskSetView): Condition[] {
  const staying = disks.flatMap(({ staysSinceMs }) => staysSinceMs ?? [])
  // One that comes for its swap anyway is read then.
  const unread = disks.flatMap(({ readBackDueSinceMs, present, state }) =>
    readBackDueSinceMs === null || present !== null || state === 'due-back' || state === 'in-use'
      ? []
      : readBackDueSinceMs,
  )
  return [
    ...(staying.length > 0 ? [condition('disk-stays', 'attention', 'take-disk', Math.min(...staying))] : []),
    ...(unread.length > 0 ? [condition('disk-unread', 'attention', 'bring-disk', Math.min(...unread))] : []),
  ]
}

const condition = (
  subject: Condition['subject'],
  tone: Condition['tone'],
  action: Condition['action'],
  sinceMs: number,
): Condition => ({ subject, tone, action, code: null, sinceMs })

function actionOf(code: Code): Condition['action'] {
  const { action } = codes[code]
  if (action === 'connect-disk' || action === 'retry' || action === 'wait') return 'swap-disk'
  return 'call-technician'
}
