import { randomInt } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { test } from 'vitest'
import { type Dice, diceOf } from './dice.ts'

/** What a campaign counts, in the words of the closing line of the long run. */
export type Survived =
  | 'crashes'
  | 'kills'
  | 'power losses'
  | 'flipped bits'
  | 'faults of a place'
  | 'faults of a disk'
  | 'faults of a network'
  | 'pulled cables'
  | 'meetings of two hosts'
  | 'clock jumps'
  | 'random histories'

/** The campaigns and their shares of a long run. */
const SHARES = {
  'crash at every step': 2,
  'kill a real process': 4,
  'power loss, simulated disk': 2,
  'power loss, real file system': 2,
  'disk pulled out, every format': 2,
  'flipped bits': 2,
  'a place that misbehaves': 2,
  'a network that breaks': 1,
  'two hosts at once': 2,
  'asleep with a lock': 1,
  'clock jumps': 1,
  'random histories': 2,
} as const
export type CampaignName = keyof typeof SHARES

/** Where `npm test` begins: what it says of a change must not be chance. New seeds are the long run's. */
const FIRST_SEED = 20_261_122
const minutes = Number(process.env.FAULT_MINUTES ?? 0)
const all = Object.values(SHARES).reduce((sum, share) => sum + share, 0)
/** How long this campaign may last; 0 in `npm test`, where the rounds count. */
const shareMs = (name: CampaignName) => (minutes * 60_000 * SHARES[name]) / all

export type Campaign = {
  readonly survived: Survived
  /** Rounds in `npm test`; a long run makes as many as fit into its minutes. */
  readonly rounds: number
  /** Seeds that once found something: they are thrown first, every time. */
  readonly found?: readonly number[]
  /** Why this machine cannot do it; undefined when it can. */
  readonly skipped?: string | undefined
  /** One round. Gives how many faults were survived in it; one when it says nothing. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a round that has one fault need not count it
  readonly round: (dice: Dice) => Promise<number | void>
}

/**
 * A test of many rounds, each with a seed of its own that is told when it fails.
 *
 * FAULT_SEED=n makes the round of that seed alone. FAULT_MINUTES=n makes all campaigns together last about that long, with seeds never thrown before.
 */
export function campaign(name: CampaignName, title: string, options: Campaign): void {
  const { survived, rounds, found = [], skipped, round } = options
  if (skipped !== undefined) {
    test.skip(`${name}: ${title} (skipped: ${skipped})`)
    return
  }
  test(`${name}: ${title}`, { timeout: shareMs(name) + 600_000 }, async () => {
    const wanted = process.env.FAULT_SEED
    const first = Number(wanted ?? (minutes > 0 ? randomInt(1, 1_000_000_000) : FIRST_SEED))
    const endMs = Date.now() + shareMs(name)
    let count = 0
    let last = first
    const once = async (seed: number) => {
      last = seed
      try {
        count += (await round(diceOf(seed))) ?? 1
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error)
        throw new Error(`${name}: FAULT_SEED=${seed} does it again: ${what}`, { cause: error })
      }
    }
    if (wanted === undefined) for (const seed of found) await once(seed)
    const fixed = wanted === undefined ? rounds : 1
    for (let at = 0; at < fixed || (wanted === undefined && Date.now() < endMs); at += 1) await once(first + at)
    const line = `${name}: ${count} ${survived} survived, seeds ${first} to ${last}`
    process.stdout.write(`${line}\n`)
    const tally = process.env.FAULT_TALLY
    if (tally !== undefined) appendFileSync(tally, `${JSON.stringify({ name, survived, count, first, last })}\n`)
  })
}
