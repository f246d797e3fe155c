import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { compareTrees } from '../demo/compare-trees.ts'
import { memoryHost, runEngine, setUpClinic } from '../engine-client.ts'
import { inspectClinicDatabase, makeClinic, presets } from '../fixtures/clinic/index.ts'
import { stockRestic } from '../interop/stock-restic.ts'
import { LoopDisk } from '../volumes/loop-disk.ts'

// The day everything is gone: of the clinic and its computer nothing is left, only one disk and a paper.

let root: string
let disk: LoopDisk | undefined
const at = (...names: string[]) => path.join(root, ...names)
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'perda total é '))
})
afterEach(async () => {
  await disk?.destroy()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

it('everything is back from one disk and the kit, byte for byte, by us and by stock restic', async () => {
  const clinic = await makeClinic({ into: at('Clínica Sorriso'), ...presets.tiny })
  disk = await LoopDisk.make(root, 'HD-da-clinica', 'ext4', 96)
  await disk.plugIn(at('mídia', 'HD da clínica'))
  const before = await runEngine({ dataFolder: at('dados'), host: memoryHost() })
  const { kitWords } = await setUpClinic(before.client, {
    clinicName: 'Clínica Sorriso Vivo',
    sources: [
      { kind: 'folder', path: clinic.root, label: 'Clínica' },
      { kind: 'sqlite', path: clinic.databasePath, label: 'Sistema' },
    ],
    destinationPath: disk.mountPath,
  })
  await before.engine.idle()
  expect((await before.client.overview({})).openFailure).toBeNull()
  await before.close()
  await disk.unplug()
  // What it was, for comparing only: no app, no setting and no path of it is known to what comes now.
  const truth = at('como era')
  await rename(clinic.root, truth)
  for (const gone of [at('dados'), at('mídia')]) await rm(gone, { recursive: true })

  const database = path.relative(clinic.root, clinic.databasePath)
  const leftOut = new Set([...clinic.junkPaths, `${database}-wal`, `${database}-shm`])
  const rules = {
    leftOut: (name: string) => leftOut.has(name),
    // The copy of a database is equal in rows, not in bytes; opening the original touched its folder.
    unsettled: (name: string) => name === path.dirname(database) || name === database,
  }

  const startedAtMs = performance.now()
  await disk.plugIn(at('outro computador', 'disco'), 'ro')
  const { client, close } = await runEngine({ dataFolder: at('dados novos'), host: memoryHost() })
  const paper = kitWords.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\n')
  const { computers } = await client.openRescue({ place: { kind: 'local', path: disk.mountPath }, words: paper })
  const [computer] = computers
  const copyId = computer?.newest.copyId ?? expect.fail('no copy')
  const { files, skips } = await client.recoverRescue({ copyId, include: [], targetFolder: at('de volta') })
  const tookMs = performance.now() - startedAtMs
  await close()
  const back = path.join(at('de volta'), clinic.root)
  const told = compareTrees(truth, back, rules)
  expect(told.differences).toEqual([])
  expect(skips).toBe(0)
  expect(inspectClinicDatabase(path.join(back, database))).toEqual(inspectClinicDatabase(path.join(truth, database)))
  process.stdout.write(`total loss: ${files} files back in ${(tookMs / 1000).toFixed(1)} s\n`)

  // No app at all: the programme a technician downloads, and the words as its password.
  const vault = path.join(disk.mountPath, 'Salvaguarda', 'cofre')
  const restic = await stockRestic('restic-current', root, vault, kitWords.join(' '))
  await restic.ok('--no-lock', 'restore', 'latest', '--target', at('pelo restic'))
  const theirs = compareTrees(truth, path.join(at('pelo restic'), clinic.root), rules)
  expect(theirs.differences).toEqual([])
})
