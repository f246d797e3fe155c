import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync } from 'node:fs'
import { chmod, chown, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { campaign } from './campaign.ts'
import { type Dice, diceOf } from './dice.ts'
import { noDisks, noLoopDisks, noOtherUser, RealDisk } from './machine.ts'
import { Pace, RealClinic, type Running, TWO_PEOPLE } from './real-clinic.ts'
import { inFolder } from './truth.ts'

const NOBODY = 65_534

function onMachine(
  reason: string | undefined,
  name: string,
  work: (folder: string, dice: Dice) => Promise<void>,
): void {
  const seed = Number(process.env.FAULT_SEED ?? 20_261_122)
  if (reason !== undefined) test.skip(`${name} (skipped: ${reason})`)
  else test(`${name} (seed ${seed})`, { timeout: 300_000 }, () => inFolder((folder) => work(folder, diceOf(seed))))
}

/** A disk for one test, with a clinic that has one copy on it. */
async function withClinic<T>(
  disk: RealDisk,
  folder: string,
  dice: Dice,
  work: (clinic: RealClinic) => Promise<T>,
): Promise<T> {
  try {
    const clinic = new RealClinic(folder, dice, join(disk.path, 'cofre'))
    await clinic.found()
    expect((await clinic.backup()).exitCode).toBe(0)
    return await work(clinic)
  } finally {
    disk.remove()
  }
}

const codeIn = (stderr: string) => /\b(DEST|VAULT|SRC|APP)_\d{3}\b/.exec(stderr)?.[0]

/** Something happens to the disk while a copy is being made; the copy ends by itself and says why. */
async function duringBackup(clinic: RealClinic, dice: Dice, happens: (running: Running) => Promise<void> | void) {
  await clinic.change()
  const now = await clinic.hashes()
  const isWriting = clinic.sawWriting('data')
  const running = clinic.start(['backup', '--json', clinic.source])
  const moment = dice.oneIn(3) ? clinic.sawLock(running).then(() => sleep(dice.below(150))) : isWriting
  await Promise.race([moment, running.ended])
  await happens(running)
  const ended = await running.ended
  clinic.acknowledge(ended, now)
  return { ...ended, code: codeIn(ended.stderr) }
}

onMachine(
  noDisks,
  'a disk that is really full ends the copy, keeps the others, and is cleaned and used again',
  (folder, dice) =>
    withClinic(RealDisk.small(folder, 12), folder, dice, async (clinic) => {
      let outcome = await clinic.backup()
      for (let times = 0; outcome.exitCode === 0 && times < 40; times += 1) {
        for (let changes = 0; changes < 3; changes += 1) await clinic.change()
        outcome = await clinic.backup()
      }
      expect({ exitCode: outcome.exitCode, code: codeIn(outcome.stderr) }).toEqual({ exitCode: 1, code: 'DEST_102' })
      await clinic.expectWholeForRestic()
      // Half of the copies go, and with them their room.
      const vault = await clinic.open()
      for (const id of [...clinic.copies.keys()].slice(0, -1)) {
        await vault.removeSnapshot(id)
        clinic.copies.delete(id)
      }
      await vault.close()
      expect(await clinic.start(['prune', ...TWO_PEOPLE]).ended).toMatchObject({ exitCode: 0 })
      expect(await clinic.backup()).toMatchObject({ exitCode: 0 })
      await clinic.expectWholeForRestic()
    }),
)

onMachine(
  noLoopDisks,
  'a disk that is pulled in the middle of a copy: a code, nothing in the empty folder, whole when it is back',
  async (folder, dice) => {
    const disk = RealDisk.ext4(folder, 96)
    await withClinic(disk, folder, dice, async (clinic) => {
      for (let times = 0; times < 3; times += 1) {
        const { exitCode, code } = await duringBackup(clinic, dice, () => disk.pull())
        if (exitCode !== 0) expect(code).toBe('DEST_101')
        expect(readdirSync(disk.path)).toEqual([])
        await disk.wasLetGo()
        disk.plugIn()
        await clinic.expectWhole()
      }
      expect(await clinic.backup()).toMatchObject({ exitCode: 0 })
      await clinic.expectWholeForRestic()
    })
  },
)

onMachine(
  noLoopDisks,
  'a device whose writes begin to fail: a code, and what was kept is whole',
  async (folder, dice) => {
    const disk = RealDisk.ext4(folder, 96, 14)
    await withClinic(disk, folder, dice, async (clinic) => {
      let outcome: { readonly exitCode: number | null; readonly stderr: string } = await clinic.backup()
      for (let times = 0; outcome.exitCode === 0 && times < 40; times += 1) {
        for (let changes = 0; changes < 3; changes += 1) await clinic.change()
        outcome = await clinic.backup()
      }
      expect(outcome.exitCode).toBe(1)
      expect(codeIn(outcome.stderr)).toMatch(/^DEST_10[1234]$/)
      await clinic.expectWhole()
    })
  },
)

onMachine(
  noLoopDisks,
  'a disk that the kernel makes read-only: a code, recovery still works, and it goes on afterwards',
  async (folder, dice) => {
    const disk = RealDisk.ext4(folder, 96)
    await withClinic(disk, folder, dice, async (clinic) => {
      const { exitCode, code } = await duringBackup(clinic, dice, async ({ child }) => {
        while (!disk.makeReadOnly() && child.exitCode === null) await sleep(3)
      })
      disk.makeReadOnly()
      if (exitCode !== 0) expect(code).toBe('DEST_103')
      expect(codeIn((await clinic.backup()).stderr)).toBe('DEST_103')
      const target = join(folder, 'recuperado')
      expect(await clinic.start(['restore', 'latest', '--target', target]).ended).toMatchObject({ exitCode: 0 })
      await clinic.expectWhole()
      disk.makeWritable()
      expect(await clinic.backup()).toMatchObject({ exitCode: 0 })
      await clinic.expectWholeForRestic()
    })
  },
)

onMachine(
  noOtherUser,
  'permission that is lost while another user copies: a code, and it goes on when it is back',
  async (folder, dice) => {
    const clinic = new RealClinic(folder, dice)
    await clinic.found()
    const own = (path: string) => execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, path])
    await chmod(folder, 0o755)
    await chown(folder, NOBODY, NOBODY)
    own(folder)
    expect(await clinic.backup({ user: NOBODY })).toMatchObject({ exitCode: 0 })
    await clinic.change()
    own(clinic.source)
    const now = await clinic.hashes()
    const running = clinic.start(['backup', '--json', clinic.source], { user: NOBODY })
    await clinic.sawLock(running)
    const data = join(clinic.vault, 'data')
    const closed = [data, ...(await readdir(data)).map((name) => join(data, name))]
    for (const path of [...closed, join(clinic.vault, 'index'), join(clinic.vault, 'snapshots')]) chmodSync(path, 0o500)
    const ended = await running.ended
    clinic.acknowledge(ended, now)
    if (ended.exitCode !== 0) expect(codeIn(ended.stderr)).toBe('DEST_103')
    const again = await clinic.backup({ user: NOBODY })
    expect({ exitCode: again.exitCode, code: codeIn(again.stderr) }).toEqual({ exitCode: 1, code: 'DEST_103' })
    for (const path of [...closed, join(clinic.vault, 'index'), join(clinic.vault, 'snapshots')]) chmodSync(path, 0o700)
    await clinic.expectWhole()
    expect(await clinic.backup({ user: NOBODY })).toMatchObject({ exitCode: 0 })
    await clinic.expectWholeForRestic()
  },
)

const pace = new Pace()

campaign('power loss, real file system', 'ext4 loses what was not synced while copies are made and cleaned', {
  survived: 'power losses',
  rounds: 1,
  skipped: noLoopDisks,
  round: (dice) =>
    inFolder(async (folder) => {
      const disk = RealDisk.ext4(folder, 160)
      return withClinic(disk, folder, dice, async (clinic) => {
        const cuts = 5
        for (let cut = 0; cut < cuts; cut += 1) {
          await clinic.change()
          const now = await clinic.hashes()
          const isCleaning = dice.oneIn(3)
          if (isCleaning) await clinic.forgetSome()
          const work = isCleaning ? ['prune', '--max-unused', '0%', ...TWO_PEOPLE] : ['backup', '--json', clinic.source]
          const running = clinic.start(work)
          if (await clinic.sawLock(running)) await Promise.race([sleep(pace.moment(dice)), running.ended])
          disk.losePower()
          const ended = await running.ended
          pace.learn('killed')
          if (ended.exitCode !== 0) expect(codeIn(ended.stderr)).toMatch(/^(DEST_10[1234]|VAULT_110)$/)
          clinic.acknowledge(ended, now)
          disk.pull()
          await disk.wasLetGo()
          disk.plugIn()
          await rm(join(folder, 'lost+found'), { recursive: true, force: true })
          await clinic.expectWhole()
        }
        expect(await clinic.backup()).toMatchObject({ exitCode: 0 })
        await clinic.expectWholeForRestic()
        return cuts
      })
    }),
})
