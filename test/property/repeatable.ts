// Setup of every test file: fast-check throws the same dice each time, unless another throw or a long run is asked for.
import { randomInt } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { IRawProperty, Parameters } from 'fast-check'
import { expect, vi } from 'vitest'

const ALWAYS = 20_261_122
const asked = process.env.PROPERTY_SEED ?? ALWAYS
/** How long the long run goes on with each property; 0 elsewhere, where one round is made. */
const seconds = Number(process.env.PROPERTY_SECONDS ?? 0)
const anySeed = () => randomInt(1, 2 ** 31)
// Tests stop and turn the clock.
const { now } = Date

if (seconds > 0) vi.setConfig({ testTimeout: seconds * 10_000 + 600_000 })

// A factory, so that a test file without properties does not load fast-check for it.
vi.mock('fast-check', async (importOriginal) => {
  const real = await importOriginal<typeof import('fast-check')>()
  real.configureGlobal({ seed: asked === 'random' ? anySeed() : Number(asked) })
  if (seconds === 0) return real

  /** Rounds of as many runs as the test asks for, each with a seed of its own, which fast-check tells when it fails. */
  function assert<Ts>(property: IRawProperty<Ts>, parameters: Parameters<Ts> = {}): Promise<void> | void {
    // A campaign counts by itself.
    if (parameters.seed !== undefined) return real.assert(property, parameters)
    const endMs = now() + seconds * 1000
    const round = () => real.assert(property, { ...parameters, seed: anySeed() })
    if (property.isAsync())
      return (async () => {
        let rounds = 0
        for (; rounds === 0 || now() < endMs; rounds += 1) await round()
        tell(rounds * (parameters.numRuns ?? 100))
      })()
    let rounds = 0
    for (; rounds === 0 || now() < endMs; rounds += 1) round()
    return tell(rounds * (parameters.numRuns ?? 100))
  }
  return { ...real, assert, default: { ...real.default, assert } }
})

function tell(count: number) {
  const name = expect.getState().currentTestName ?? ''
  process.stdout.write(`${name}: held in ${count} runs\n`)
  const tally = process.env.FAULT_TALLY
  if (tally !== undefined) appendFileSync(tally, `${JSON.stringify({ name, survived: 'runs of properties', count })}\n`)
}
