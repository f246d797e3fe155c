import { expect } from 'vitest'
import { faultyBackend } from '#engine/backends/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { campaign } from './campaign.ts'
import type { Dice } from './dice.ts'
import { expectResticContentWith, expectTrue, expectUsable } from './truth.ts'
import { cloneOf, type WorkName, workNames, works } from './works.ts'

/** The computer stops after every single step of one piece of work, each time from the same beginning. */
async function crashEverywhere(dice: Dice, name: WorkName): Promise<number> {
  const scene = await works[name](dice)
  let calls = 0
  for (let at = 0; ; at += 1) {
    const place = await cloneOf(scene.place)
    const truth = scene.truth.clone()
    calls = 0
    const dying = faultyBackend(place, ({ number }) => {
      calls = number
      return number > at ? { kind: 'fail', code: 'DEST_101' } : undefined
    })
    const outcome = await scene.run(dying, truth).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (outcome !== undefined && !isAppError(outcome)) throw outcome
    const what = `${name} stopped after step ${at}`
    await expectTrue(place, truth).catch((error: unknown) => {
      throw new Error(what, { cause: error })
    })
    if (at % 23 === dice.seed % 23) await expectResticContentWith(place)
    // Every other time, each time others: it is half of the work.
    if ((at + dice.seed) % 2 === 0)
      await expectUsable(place, truth, dice).catch((error: unknown) => {
        throw new Error(`${what}, the next run`, { cause: error })
      })
    if (calls <= at) {
      expect(outcome, `${name} undisturbed`).toBeUndefined()
      expect(at).toBeGreaterThan(8)
      return at
    }
  }
}

campaign('crash at every step', workNames.join(', '), {
  survived: 'crashes',
  rounds: workNames.length,
  round: (dice) => crashEverywhere(dice, workNames[dice.seed % workNames.length] ?? 'backup'),
})
