import { expect } from 'vitest'
import { type BackendCall, type Fault, faultyBackend } from '#engine/backends/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { campaign } from './campaign.ts'
import type { Dice } from './dice.ts'
import { expectResticContentWith, expectTrue, expectUsable } from './truth.ts'
import { cloneOf, workNames, works } from './works.ts'

type Habit = (call: BackendCall, at: number, dice: Dice) => Fault | undefined
const isWrite = ({ method }: BackendCall) => method === 'write' || method === 'remove'

/** What places do that no specification allows. */
const HABITS: Readonly<Record<string, Habit>> = {
  'fails once': ({ number }, at) => (number === at ? { kind: 'fail', code: 'DEST_104' } : undefined),
  'does it and reports failure': ({ number }, at) =>
    number === at ? { kind: 'lose-answer', code: 'DEST_104' } : undefined,
  'does every write and reports failure': (call, at) =>
    call.number >= at && isWrite(call) ? { kind: 'lose-answer', code: 'DEST_104' } : undefined,
  'is full': ({ number, method }, at) =>
    number >= at && method === 'write' ? { kind: 'fail', code: 'DEST_102' } : undefined,
  'is read-only': (call, at) => (call.number >= at && isWrite(call) ? { kind: 'fail', code: 'DEST_103' } : undefined),
  'hangs once': ({ number }, at) => (number === at ? { kind: 'hang' } : undefined),
  'hangs for ever': ({ number }, at) => (number >= at ? { kind: 'hang' } : undefined),
  'lists twice': () => ({ kind: 'list-twice' }),
  'reads short': ({ number, method }, at, dice) =>
    number === at && method === 'read' ? { kind: 'cut-short', lengthBytes: dice.below(200) } : undefined,
  'reads one wrong bit': ({ number, method }, at, dice) =>
    number === at && method === 'read' ? { kind: 'flip-bit', bit: dice.below(100_000) } : undefined,
}

/** Every habit once, in some work at some moment of it. */
async function misbehave(dice: Dice): Promise<number> {
  const name = dice.pick(workNames)
  const scene = await works[name](dice)
  const countOf = async () => {
    let calls = 0
    const counting = faultyBackend(await cloneOf(scene.place), ({ number }) => {
      calls = number
      return undefined
    })
    await scene.run(counting, scene.truth.clone())
    return calls
  }
  const calls = await countOf()
  for (const [habit, decide] of Object.entries(HABITS)) {
    const at = 1 + dice.below(calls)
    const place = await cloneOf(scene.place)
    const truth = scene.truth.clone()
    const outcome = await scene
      .run(
        faultyBackend(place, (call) => decide(call, at, dice)),
        truth,
      )
      .then(
        () => undefined,
        (error: unknown) => error,
      )
    try {
      // Ends by itself, also where a place never answers, and says a code.
      if (outcome !== undefined && !isAppError(outcome)) throw outcome
      if (habit === 'lists twice') expect(outcome).toBeUndefined()
      if (habit === 'hangs for ever') expect(outcome).toMatchObject({ code: 'DEST_101' })
      await expectTrue(place, truth)
      if (dice.oneIn(15)) await expectResticContentWith(place)
      await expectUsable(place, truth, dice)
    } catch (error) {
      throw new Error(`${name}, a place that ${habit} at call ${at} of ${calls}`, { cause: error })
    }
  }
  return Object.keys(HABITS).length
}

campaign('a place that misbehaves', Object.keys(HABITS).join(', '), {
  survived: 'faults of a place',
  rounds: 8,
  round: misbehave,
})
