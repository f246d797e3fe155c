import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MARKER_FILE } from '#engine/volumes/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { noLoopDisks } from '../faults/machine.ts'
import { expectResticContent } from '../faults/truth.ts'
import { DISK_FORMATS, type DiskFormat, LoopDisk } from './loop-disk.ts'

/** Half a minute each on a busy machine: all of them in `npm run test:long`, in `npm test` the most fragile. */
const formats = process.env.FAULT_MINUTES === undefined ? (['exfat'] as const) : DISK_FORMATS

/** A sign of the system that gets lost is read beside it within a minute. */
const PATIENCE_MS = 120_000
let folder: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
const made: LoopDisk[] = []
const at = (...names: string[]) => join(folder, ...names)
const vaultIn = (mountPath: string) => join(mountPath, 'Salvaguarda', 'cofre')
const request = (destinationPath: string) => ({
  clinicName: 'Clínica Boa Vista',
  sources: [{ kind: 'folder' as const, path: at('Clínica'), label: 'Prontuários' }],
  destinationPath,
})

async function disk(name: string, format: DiskFormat = 'ext4'): Promise<LoopDisk> {
  const one = await LoopDisk.make(folder, name, format, 160)
  made.push(one)
  return one
}

/** One more document and one more copy; gives the code it failed with, or 'ok'. */
async function copy(name: string): Promise<string> {
  await running.engine.idle()
  await writeFile(at('Clínica', `${name}.txt`), `laudo ${name}`)
  const before = (await running.client.overview({})).copies
  await running.client.copyNow({})
  await running.engine.idle()
  const { copies, openFailure } = await running.client.overview({})
  return copies > before ? 'ok' : (openFailure?.error.code ?? 'nothing')
}

/** Names, bytes and times of everything below a folder. */
async function printOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for (const entry of (await readdir(path, { recursive: true, withFileTypes: true })).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const file = join(entry.parentPath, entry.name)
    hash.update(`${file} ${(await stat(file)).mtimeMs} `)
    if (entry.isFile()) hash.update(await readFile(file))
  }
  return hash.digest('hex')
}

describe.skipIf(noLoopDisks !== undefined)(
  `a clinic and its real disk${noLoopDisks ? ` (skipped: ${noLoopDisks})` : ''}`,
  { timeout: 300_000 },
  () => {
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'clínica e disco '))
      await mkdir(at('Clínica'))
      await writeFile(at('Clínica', 'prontuário.txt'), 'Ana, 34 anos')
      host = memoryHost()
      running = await runEngine({ dataFolder: at('dados'), host })
    })
    afterEach(async () => {
      await running.close()
      for (const one of made.splice(0)) await one.destroy()
      await rm(folder, { recursive: true, force: true })
    })

    test.each(formats)(
      '%s: another place, read-only, nearly full: a copy or a code, and valid for stock restic',
      async (format) => {
        const hd = await disk('HDAZUL', format)
        await hd.plugIn(at('gaveta 1'))
        const findings = await running.client.inspectDestination({ path: at('gaveta 1'), sourcePaths: [at('Clínica')] })
        expect(findings).toMatchObject({ kind: 'empty', disk: { label: 'HDAZUL', isFragile: format === 'exfat' } })
        const { kitWords } = await setUpClinic(running.client, request(at('gaveta 1')))
        expect(await copy('um')).toBe('ok')
        expect(await readdir(join(at('gaveta 1'), 'Salvaguarda'))).toContain('disco.json')

        await hd.unplug()
        expect(await copy('dois')).toBe('DEST_101')
        expect(await readdir(at('gaveta 1'))).toEqual([])
        await hd.plugIn(at('gaveta 2'))
        expect(await copy('três')).toBe('ok')
        expect(await readdir(at('gaveta 1'))).toEqual([])

        await hd.unplug()
        await hd.plugIn(at('gaveta 2'), 'ro')
        expect(await copy('quatro')).toBe('DEST_103')
        await hd.unplug()
        await hd.plugIn(at('gaveta 1'))
        await hd.fill(1024 ** 2)
        await writeFile(
          at('Clínica', 'raio-x.dcm'),
          Buffer.alloc(3 * 1024 ** 2, 'x').map((byte, n) => byte ^ (n * 31 + (n >> 8) * 17)),
        )
        expect(['DEST_102', 'ok']).toContain(await copy('cinco'))
        await rm(at('gaveta 1', 'filme.mp4'))
        expect(await copy('seis')).toBe('ok')
        await expectResticContent(vaultIn(at('gaveta 1')), kitWords.join(' '))
      },
    )

    test('a twin, another disk and an empty folder in the place of the disk stay as they are', async () => {
      const hd = await disk('HDAZUL')
      await hd.plugIn(at('gaveta 1'))
      await setUpClinic(running.client, request(at('gaveta 1')))
      expect(await copy('um')).toBe('ok')
      await hd.unplug()
      const twin = await hd.clone(at('gêmeo.img'))
      made.push(twin)

      await hd.plugIn(at('gaveta 2'))
      await twin.plugIn(at('gaveta 1'))
      const prints = async () => [await printOf(at('gaveta 1')), await printOf(at('gaveta 2'))]
      const before = await prints()
      expect(await copy('dois')).toBe('DEST_111')
      expect(await prints()).toEqual(before)
      expect(await running.client.overview({})).toMatchObject({ vault: { isReachable: false } })
      await twin.unplug()
      expect(await copy('três')).toBe('ok')

      await hd.unplug()
      const other = await disk('HDVERDE')
      await other.plugIn(at('gaveta 1'))
      const empty = await printOf(at('gaveta 1'))
      expect(await copy('quatro')).toBe('DEST_111')
      expect(await printOf(at('gaveta 1'))).toBe(empty)
    })

    test('another clinic’s disk is refused at set-up, and a marker that somebody spoiled stops the copies', async () => {
      const hd = await disk('HDAZUL')
      await hd.plugIn(at('gaveta 1'))
      await setUpClinic(running.client, request(at('gaveta 1')))
      await mkdir(at('gaveta 1', 'cópias'))
      const stranger = await runEngine({ dataFolder: at('outra clínica'), host: memoryHost() })
      const path = at('gaveta 1', 'cópias')
      expect(await stranger.client.inspectDestination({ path, sourcePaths: [] })).toEqual({
        ...{ kind: 'refused', code: 'DEST_111' },
      })
      expect(await setUpClinic(stranger.client, request(path)).then(() => 'ok', codeOf)).toBe('DEST_111')
      expect(await readdir(path)).toEqual([])
      await stranger.close()

      await running.engine.idle()
      const marker = join(at('gaveta 1'), MARKER_FILE)
      const text = await readFile(marker, 'utf8')
      await writeFile(marker, text.replace(/"signature": "..../, '"signature": "0000'))
      expect(await copy('dois')).toBe('DEST_111')
      // A marker that is gone is written again: the vault has proven the disk.
      await rm(marker)
      expect(await copy('três')).toBe('ok')
      expect(JSON.parse(await readFile(marker, 'utf8')).diskId).toBe(JSON.parse(text).diskId)
    })

    test('by itself: the disk is back under another path, is shown there and gets its copy', async () => {
      await running.close()
      running = await runEngine({ dataFolder: at('dados'), host, isAutomatic: true })
      const hd = await disk('HDAZUL')
      await hd.plugIn(at('gaveta 1'))
      await setUpClinic(running.client, request(at('gaveta 1')))
      await running.engine.idle()
      const place = () => running.client.overview({}).then(({ vault }) => vault)
      const seen: boolean[] = []
      running.client.facts({ afterSeq: 0 }, (fact) => {
        if (fact.kind === 'place-seen') seen.push(fact.isReachable)
      })
      await hd.unplug()
      await vi.waitFor(async () => expect(await place()).toMatchObject({ isReachable: false }), PATIENCE_MS)
      await hd.plugIn(at('gaveta 2'))
      await vi.waitFor(
        async () =>
          expect(await place()).toMatchObject({ isReachable: true, place: { path: vaultIn(at('gaveta 2')) } }),
        PATIENCE_MS,
      )
      // Told by itself, so that no window needs to ask.
      await vi.waitFor(() => expect(seen.at(-1)).toBe(true), PATIENCE_MS)
    })
  },
)
