import type { Actor } from '#shared/domain/index.ts'

type Input = Readonly<Record<string, unknown>>
type Fill = (input: Input, actor: Actor, second: Actor | null) => Input

const inside = (input: Input, key: string): Input => (input[key] ?? {}) as Input
const approval: Fill = (input, actor, second) => ({
  ...input,
  approval: { ...inside(input, 'approval'), requestedBy: actor.name, confirmedBy: second?.name ?? actor.name },
})
/** Only who may decide comes this far: for rooms that know three roles that is a manager. */
const managed: Fill = (input, actor) => ({
  ...input,
  approval: { ...inside(input, 'approval'), person: actor.name, role: 'manager' },
})
const named =
  (key: string): Fill =>
  (input, actor) => ({ ...input, [key]: actor.name })

/** Where a call asks who it is, the one who is signed in is put there, whatever was sent: nobody acts in another's name. */
const fills: Readonly<Record<string, Fill>> = {
  applyRetention: approval,
  applyPrune: approval,
  applyDatabaseRecovery: managed,
  undoDatabaseRecovery: managed,
  releaseBrake: (input, actor) => ({ ...input, person: actor.name, role: 'manager' }),
  viewRecord: named('person'),
  exportRecord: named('person'),
  reportLostDisk: named('reportedBy'),
  reportFoundDisk: named('reportedBy'),
  retireDisk: named('decidedBy'),
  snoozeNotice: (input, actor) => ({ ...input, snooze: { ...inside(input, 'snooze'), by: actor.name } }),
}

export function filled(call: string, input: unknown, actor: Actor, second: Actor | null): unknown {
  return Object.hasOwn(fills, call) ? fills[call]?.(input as Input, actor, second) : input
}
