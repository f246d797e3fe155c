import { describe, expect, test } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { campaign } from './campaign.ts'
import { type Dice, diceOf } from './dice.ts'
import { DISK_ROOT, PowerDisk, type PowerDiskOptions } from './power-disk.ts'
import { expectResticContentWith, expectTrue, expectUsable, type Truth } from './truth.ts'
import { type Scene, workNames, works } from './works.ts'

const backendOn = (disk: PowerDisk) => localBackend(DISK_ROOT, { fs: disk.fs, platform: 'linux' })
const KIND_FOLDERS = ['data', 'index', 'keys', 'locks', 'snapshots', 'trash']

function diskWith({ place }: Scene, options: PowerDiskOptions): PowerDisk {
  const disk = new PowerDisk(options)
  for (const name of KIND_FOLDERS) disk.putFolder(`${DISK_ROOT}/${name}`)
  for (const [path, bytes] of place.files) disk.put(`${DISK_ROOT}/${path}`, bytes)
  return disk
}

/** Works on a disk until the power goes, and gives what was acknowledged by then. */
async function workOn(disk: PowerDisk, scene: Scene): Promise<Truth> {
  const truth = scene.truth.clone()
  await scene.run(backendOn(disk), truth).catch((error: unknown) => {
    if (!isAppError(error)) throw error
  })
  return truth
}

/** The power goes at several random moments of one piece of work. */
async function cutPower(dice: Dice, options: PowerDiskOptions, cuts: number): Promise<number> {
  const name = dice.pick(workNames)
  const scene = await works[name](dice)
  const whole = diskWith(scene, options)
  await workOn(whole, scene)
  for (let cut = 0; cut < cuts; cut += 1) {
    // The last moment is the one after everything was acknowledged.
    const cutAt = 1 + dice.below(whole.operations + 1)
    const disk = diskWith(scene, { ...options, cutAt })
    const truth = await workOn(disk, scene)
    const after = disk.afterPowerCut(dice)
    await expectTrue(backendOn(after), truth)
    if (dice.oneIn(12)) await expectResticContentWith({ files: vaultFilesOf(after) })
    await expectUsable(backendOn(after), truth, dice)
  }
  return cuts
}

/** Half-written temporary files are passed over by restic as by us; empty lock files, too. */
const vaultFilesOf = (disk: PowerDisk) => disk.filesBelow(DISK_ROOT)

campaign('power loss, simulated disk', 'un-synced bytes and names are dropped, torn or kept as chance wants', {
  survived: 'power losses',
  rounds: 8,
  round: (dice) => cutPower(dice, {}, 6),
})

describe('the simulated disk bites', () => {
  test.each(['about files', 'about folders'] as const)(
    'a disk that lies %s loses what was acknowledged',
    async (lies) => {
      let bitten = 0
      for (let seed = 1; seed <= 40 && bitten < 2; seed += 1)
        await cutPower(diceOf(seed), { lies }, 2).catch(() => {
          bitten += 1
        })
      expect(bitten).toBe(2)
    },
  )
})
