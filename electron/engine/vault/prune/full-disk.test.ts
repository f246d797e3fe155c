import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { checkVault } from '../check.ts'
import { openVault } from '../open-vault.ts'
import { ALL, approve, photos, SMALL } from '../test-support/cleaning.ts'
import { makeVault, readCopy, SECRET, saveCopy } from '../test-support/vaults.ts'
import { applyPrune, planPrune } from './prune.ts'
import { keepReserve } from './reserve.ts'

/** A disk that is really full takes an administrator, and a machine that lets its administrator mount one (some containers do not). */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'HD cheio é '))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmdirSync(folder)
    return undefined
  }
}
const disk = smallDisk()

test.runIf(disk)('R49 a real disk without a single free byte is cleaned and can be used again', async () => {
  onTestFinished(() => {
    execFileSync('umount', ['-l', disk ?? ''])
    rmdirSync(disk ?? '')
  })
  const root = join(disk ?? '', 'cofre')
  const reserveBytes = 400_000
  const vault = await makeVault(localBackend(root), SMALL)
  const kept = photos('fica', 20)
  const mixed = photos('mistura', 60, 900)
  const goneId = await saveCopy(vault, mixed)
  const halfId = await saveCopy(vault, new Map([...mixed].filter((_, at) => at % 3 === 0)))
  const uselessId = await saveCopy(vault, photos('sai', 200))
  const keptId = await saveCopy(vault, kept)
  expect(await keepReserve(vault.backend, reserveBytes)).toBe(true)
  expect((await stat(join(root, 'reserve'))).blocks * 512).toBeGreaterThanOrEqual(reserveBytes)
  await vault.removeSnapshot(goneId)
  await vault.removeSnapshot(uselessId)

  // Something else fills the disk to its last byte.
  const filler = await open(join(disk ?? '', 'vídeo da festa.mp4'), 'w')
  for (let size = 65_536; size >= 1; ) {
    const { bytesWritten } = await filler.write(Buffer.alloc(size, 7)).catch(() => ({ bytesWritten: 0 }))
    if (bytesWritten < size) size = Math.floor(size / 2)
  }
  await filler.close()
  await expect(saveCopy(vault, photos('nova', 1))).rejects.toMatchObject({ code: 'DEST_102' })

  const full = await openVault(localBackend(root), SECRET, SMALL)
  const plan = await planPrune(full, ALL)
  expect(plan.packs.toRepack).toBeGreaterThan(0)
  const outcome = await applyPrune(full, plan, approve(plan), { reserveBytes })
  expect(outcome.freedBytes).toBeGreaterThan(300_000)
  expect(await readdir(join(root, 'locks'))).toEqual([])

  const after = await openVault(localBackend(root), SECRET, SMALL)
  const nova = photos('nova', 10)
  const novaId = await saveCopy(after, nova)
  expect(await readCopy(after, keptId)).toEqual(kept)
  expect((await readCopy(after, halfId)).size).toBe(20)
  expect(await readCopy(after, novaId)).toEqual(nova)
  expect(await checkVault(after, { readData: true })).toMatchObject({ problems: [], unindexedPacks: 0 })
})
