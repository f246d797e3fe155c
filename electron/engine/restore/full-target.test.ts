import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { applyRestore } from './apply-restore.ts'
import { planRestore } from './plan-restore.ts'
import { file, makeWorkshop } from './test-support/workshop.ts'

/** A disk that is really full takes an administrator, and a machine that lets its administrator mount one (some containers do not). */
const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'montagem '))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
})()

const mountSmallDisk = async (folder: string, options: string) => {
  await mkdir(folder)
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
}

it.runIf(canMount)('a target without room is refused before anything is written', async () => {
  const { save, restore, folder: place } = await makeWorkshop()
  const targetFolder = join(place, 'pen drive')
  await mountSmallDisk(targetFolder, 'size=1m')
  const snapshot = await save([['grande.dat', file('x'.repeat(1_500_000))]])
  await expect(restore(snapshot, { targetFolder })).rejects.toMatchObject({ code: 'REST_102' })
  expect(await readdir(targetFolder)).toEqual([])
})

it.runIf(canMount)('a target that fills up on the way keeps the whole files and no half one', async () => {
  const { save, vault, folder: place } = await makeWorkshop()
  const targetFolder = join(place, 'pen drive')
  await mountSmallDisk(targetFolder, 'size=1m')
  const chunk = (at: number) => String(at % 10).repeat(90_000)
  const snapshot = await save(Array.from({ length: 20 }, (_, at) => [`${at}.dat`, file(chunk(at))] as const))
  const request = { snapshot, include: [], targetFolder, layout: 'full-path', onConflict: 'rename' } as const
  const plan = await planRestore(vault, request)
  // As if somebody else filled the disk after the look at its room.
  await expect(applyRestore(vault, { ...plan, bytes: 0 })).rejects.toMatchObject({ code: 'REST_102' })
  const left = await readdir(targetFolder)
  expect(left.length).toBeGreaterThan(0)
  expect(left.filter((name) => !/^\d+\.dat$/.test(name))).toEqual([])
})

it.runIf(canMount)('a target that may not be written is refused', async () => {
  const { save, restore, folder: place } = await makeWorkshop()
  const targetFolder = join(place, 'cd-rom')
  await mountSmallDisk(targetFolder, 'size=1m,ro')
  const snapshot = await save([['a.txt', file('a')]])
  await expect(restore(snapshot, { targetFolder })).rejects.toMatchObject({ code: 'REST_103' })
})

it.runIf(canMount)(
  'a target is filled from a vault that takes no lock, because its disk is full or write-protected',
  async () => {
    const { save, vault, vaultFolder, restore, target } = await makeWorkshop()
    const snapshot = await save([['a.txt', file('a')]])
    execFileSync('mount', ['--bind', vaultFolder, vaultFolder])
    onTestFinished(() => void execFileSync('umount', ['-l', vaultFolder]))
    execFileSync('mount', ['-o', 'remount,ro,bind', vaultFolder])
    await expect(vault.lock('shared')).rejects.toMatchObject({ code: 'DEST_103' })
    expect(await restore(snapshot)).toMatchObject({ files: 1, skips: [] })
    expect(await readdir(target)).toEqual(['a.txt'])
  },
)
