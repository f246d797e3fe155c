import { randomUUID } from 'node:crypto'
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { createReplica } from '#engine/vault/index.ts'
import { SECRET } from '#engine/vault/test-support/vaults.ts'
import { campaign } from './campaign.ts'
import type { Dice } from './dice.ts'
import { Pace, RealClinic, type Running, startProgram, TWO_PEOPLE } from './real-clinic.ts'
import { inFolder } from './truth.ts'

const REPLICATE = join(import.meta.dirname, 'programs', 'replicate.ts')
const paces = { backup: new Pace(), prune: new Pace(), replica: new Pace() }
const KILLS_PER_VAULT = 8

/** Kills a process at a random moment of its work on the vault at `root`; true when it was still at work then. */
async function killSomewhen(
  clinic: RealClinic,
  running: Running,
  pace: Pace,
  dice: Dice,
  root = clinic.vault,
): Promise<boolean> {
  const isWriting = dice.oneIn(2) ? clinic.sawWriting(dice.pick(['data', 'index']), root) : undefined
  const isAtWork = await clinic.sawLock(running)
  const beganMs = performance.now()
  const moment = isWriting ? isWriting.then(() => sleep(dice.below(20))) : sleep(isAtWork ? pace.moment(dice) : 0)
  const isEnded = await Promise.race([moment.then(() => false), running.ended.then(() => true)])
  if (isEnded) pace.learn(performance.now() - beganMs)
  running.child.kill('SIGKILL')
  const { exitCode, stderr } = await running.ended
  if (exitCode !== null && exitCode !== 0) throw new Error(`ended with ${exitCode}: ${stderr}`)
  if (exitCode === null) pace.learn('killed')
  return exitCode === null
}

/** One vault and one replica of it, killed at work again and again; each next run starts from what the last one left. */
async function killAgainAndAgain(dice: Dice): Promise<number> {
  return inFolder(async (folder) => {
    const clinic = new RealClinic(folder, dice)
    await clinic.found()
    const replica = join(folder, `segundo disco ${randomUUID().slice(0, 4)}`)
    await (await createReplica(await clinic.open(), localBackend(replica))).close()
    expect((await clinic.backup()).exitCode).toBe(0)
    let kills = 0
    for (let round = 0; round < KILLS_PER_VAULT; round += 1) {
      await clinic.change()
      const work = dice.pick(['backup', 'backup', 'prune', 'replicate', 'heal'] as const)
      if (work === 'backup') {
        const now = await clinic.hashes()
        const running = clinic.start(['backup', '--json', clinic.source])
        if (await killSomewhen(clinic, running, paces.backup, dice)) kills += 1
        clinic.acknowledge(await running.ended, now)
      } else if (work === 'prune') {
        await clinic.forgetSome()
        const running = clinic.start(['prune', '--max-unused', '0%', ...TWO_PEOPLE])
        if (await killSomewhen(clinic, running, paces.prune, dice)) kills += 1
      } else {
        if (work === 'heal') await damageSome(replica, dice)
        const running = startProgram([REPLICATE, work, clinic.vault, replica, SECRET])
        if (await killSomewhen(clinic, running, paces.replica, dice, replica)) kills += 1
        await (work === 'heal' ? Promise.resolve() : clinic.open(replica).then((vault) => vault.close()))
      }
      await clinic.expectWhole()
      if (dice.oneIn(6)) await clinic.expectWholeForRestic()
    }
    // Undisturbed, everything comes to its end: the locks of the dead are in nobody's way.
    expect((await clinic.backup()).exitCode).toBe(0)
    const heal = await startProgram([REPLICATE, 'heal', clinic.vault, replica, SECRET]).ended
    expect(heal).toMatchObject({ exitCode: 0, stdout: 'done\n' })
    expect((await clinic.start(['prune', ...TWO_PEOPLE]).ended).exitCode).toBe(0)
    // Who is killed while writing a lock leaves a piece of it, which goes after an hour: before, somebody may be writing it.
    const isPiece = (name: string) => name.includes('-tmp-')
    expect((await readdir(join(clinic.vault, 'locks'))).filter((name) => !isPiece(name))).toEqual([])
    const left = await readdir(clinic.vault, { recursive: true })
    expect(left.filter((name) => isPiece(name) && !name.startsWith('locks'))).toEqual([])
    await clinic.expectWholeForRestic()
    await clinic.expectWholeForRestic(replica)
    return kills
  })
}

/** One byte of one pack of a replica goes wrong. */
async function damageSome(root: string, dice: Dice): Promise<void> {
  const files = await readdir(join(root, 'data'), { recursive: true, withFileTypes: true })
  const packs = files.filter((entry) => entry.isFile() && entry.name.length === 64)
  if (packs.length === 0) return
  const { parentPath, name } = dice.pick(packs)
  const bytes = await readFile(join(parentPath, name))
  const at = dice.below(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ 8
  await chmod(join(parentPath, name), 0o600)
  await writeFile(join(parentPath, name), bytes)
}

campaign('kill a real process', 'backup, prune, replicate and heal end by SIGKILL at any moment', {
  survived: 'kills',
  rounds: 2,
  round: killAgainAndAgain,
})
