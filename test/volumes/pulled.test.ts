import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { campaign } from '../faults/campaign.ts'
import { noLoopDisks } from '../faults/machine.ts'
import { RealClinic, sawChange } from '../faults/real-clinic.ts'
import { inFolder } from '../faults/truth.ts'
import { DISK_FORMATS, LoopDisk } from './loop-disk.ts'

/** What a copy is writing when the cable goes; the copy itself comes last. */
const STAGES = ['locks', 'data', 'index', 'snapshots'] as const
const isLong = process.env.FAULT_MINUTES !== undefined

campaign('disk pulled out, every format', 'what was acknowledged is whole once the disk is back', {
  survived: 'pulled cables',
  rounds: 1,
  skipped: noLoopDisks,
  round: (dice) =>
    inFolder(async (folder) => {
      const format = DISK_FORMATS[dice.below(DISK_FORMATS.length)] ?? 'ext4'
      const mountPath = join(folder, 'HD externo')
      const disk = await LoopDisk.make(folder, 'HDAZUL', format, 96)
      try {
        await disk.plugIn(mountPath)
        const clinic = new RealClinic(folder, dice, join(mountPath, 'cofre'))
        await clinic.found()
        expect((await clinic.backup()).exitCode).toBe(0)
        const stages = isLong ? STAGES : [STAGES[dice.below(STAGES.length)] ?? 'data']
        for (const stage of stages) {
          await clinic.change()
          const now = await clinic.hashes()
          const isReached = sawChange(join(clinic.vault, stage))
          const running = clinic.start(['backup', '--json', clinic.source])
          await Promise.race([isReached, running.ended])
          if (dice.oneIn(2)) await sleep(dice.below(40))
          await disk.pull()
          const ended = await running.ended
          clinic.acknowledge(ended, now)
          if (ended.exitCode !== 0)
            expect(ended.stderr, `${format}, ${stage}`).toMatch(/\bDEST_10[134]\b|\bVAULT_110\b/)
          expect(await readdir(mountPath)).toEqual([])
          await disk.repair()
          await disk.plugIn(mountPath)
          await clinic.expectWhole()
        }
        expect(await clinic.backup(), format).toMatchObject({ exitCode: 0 })
        await clinic.expectWholeForRestic()
        return stages.length
      } finally {
        await disk.destroy()
      }
    }),
})
