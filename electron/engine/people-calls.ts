import path from 'node:path'
import { type Act, Gate } from '#engine/gate/index.ts'
import { type Clock, type Log, type Random, systemElapsedMs } from '#engine/kernel/index.ts'
import { People, type PinCost } from '#engine/people/index.ts'
import type { KitProof } from '#engine/rescue/index.ts'
import type { Rotation } from '#engine/rotation/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Held } from '#shared/contracts/index.ts'
import type { Person } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type ScopeParts, scopeOf } from './category-scope.ts'

type GateOptions = ScopeParts & {
  readonly dataFolder: string
  readonly rotation: Rotation
  readonly kit: KitProof
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onAct: (act: Act) => void
  readonly elapsedMs?: (() => number) | undefined
  readonly pinCost?: PinCost | undefined
}
/** The list of people and the gate that goes by it. */
export async function openGate(options: GateOptions): Promise<{ readonly people: People; readonly gate: Gate }> {
  const {
    dataFolder,
    session,
    rotation,
    kit,
    clock,
    random,
    log,
    onAct,
    elapsedMs = systemElapsedMs,
    pinCost,
  } = options
  const people = await People.open({
    ...{ clock, random, log, elapsedMs },
    file: path.join(dataFolder, 'people.json'),
    ...(pinCost && { pinCost }),
  })
  const gate = new Gate({
    ...{ people, clock, random, elapsedMs, onAct },
    scope: scopeOf(options),
    heldBy: async (person) => heldBy({ session, rotation }, person),
    requireKit: (words) => requireKit(session, kit, words, people.isLost),
  })
  return { people, gate }
}

/** The words of the kit instead of a manager's PIN. Throws SET_101 before there is a kit, KEY_102, KIT_101 to KIT_103, DEST_…. */
export async function requireKit(session: Session, kit: KitProof, words: string, isLost: boolean): Promise<void> {
  // Before set-up there is no kit, and nothing that a list of people would protect.
  if (session.state.kind === 'fresh') return isLost ? undefined : fail('SET_101')
  if (session.state.kind === 'locked') return session.unlockWithKit(words)
  return kit.require(words)
}

/** What somebody who leaves still has, as far as the app knows it. */
export function heldBy(parts: { readonly session: Session; readonly rotation: Rotation }, person: Person): Held {
  const isTheirs = (name: string | undefined) => name?.trim().toLocaleLowerCase() === person.name.toLocaleLowerCase()
  const { state } = parts.session
  const disks = parts.rotation.view().disks.filter(({ holder }) => isTheirs(holder?.takenBy))
  const sources = state.kind === 'fresh' ? [] : parts.session.requireSettings().sources
  return {
    disks: disks.map(({ label }) => label),
    sources: sources.filter(({ owner }) => isTheirs(owner)).map(({ label }) => label),
    knowsKit: person.role === 'manager' || person.role === 'technician',
  }
}
