import { appendFile, mkdir, mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Clock, silentLog, systemClock } from '#engine/kernel/index.ts'
import { type SourceId, sourceIdSchema } from '#shared/domain/index.ts'
import { hearingOf } from './share.ts'
import type { Coverage } from './types.ts'
import { Watch, type WatchParts } from './watch.ts'

const FOLDER = sourceIdSchema.parse('6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5')
const DATABASE = sourceIdSchema.parse('6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a6')
/** Short of what a test may take. */
const LONGEST_WAIT_MS = 50_000
let root: string
let watch: Watch | undefined
const at = (...names: string[]) => path.join(root, 'Clínica é', ...names)

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vigia da clínica '))
  await mkdir(at('Pacientes', 'Ana'), { recursive: true })
  await writeFile(at('Pacientes', 'Ana', 'laudo.txt'), 'laudo')
})
afterEach(async () => {
  await watch?.close()
  watch = undefined
  await rm(root, { recursive: true, force: true })
})

/** Follows the clinic's folder, and tells by promises what the room tells. */
async function follow(change: Partial<WatchParts> = {}, withDatabase = false) {
  const changes = new Map<SourceId, number>()
  const covered: Coverage[] = []
  const waiting = new Set<() => void>()
  const tell = () => {
    for (const look of waiting) look()
  }
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        const told = { changes: [...changes], covered, now: [...(watch?.coverage().values() ?? [])] }
        reject(new Error(`never came: ${isSo}; ${JSON.stringify(told)}`))
      }, LONGEST_WAIT_MS)
      const look = () => {
        if (!isSo()) return
        waiting.delete(look)
        clearTimeout(limit)
        resolve()
      }
      waiting.add(look)
      look()
    })
  watch = new Watch({
    clock: systemClock,
    log: silentLog,
    onChange: (id) => {
      changes.set(id, (changes.get(id) ?? 0) + 1)
      tell()
    },
    onCoverage: (id, coverage) => {
      if (id === FOLDER) covered.push(coverage)
      tell()
    },
    ...change,
  })
  const database = at('Sistema', 'clinica.db')
  await watch.follow([
    { sourceId: FOLDER, kind: 'folder', path: at() },
    ...(withDatabase
      ? [{ sourceId: DATABASE, kind: 'files' as const, path: database, files: [database, `${database}-wal`] }]
      : []),
  ])
  const watched = watch
  await until(() => [...watched.coverage().values()].every(({ kind }) => kind !== 'starting'))
  /** Resolves once a change of the source was told that was not told before `work`. */
  const toldBy = async (work: () => Promise<unknown>, id = FOLDER) => {
    watched.hearAnew()
    const before = changes.get(id) ?? 0
    await work()
    await until(() => (changes.get(id) ?? 0) > before)
  }
  return { watch: watched, changes, covered, until, toldBy }
}

describe('a watched folder', () => {
  for (const isRecursive of [false, true])
    it(`tells of saving, renaming, deleting, new folders and what is in them (${isRecursive ? 'one watch for all' : 'a watch a folder'})`, async () => {
      const { toldBy, watch: watched } = await follow({ isRecursive })
      expect(watched.isTrusted).toBe(true)
      await toldBy(() => appendFile(at('Pacientes', 'Ana', 'laudo.txt'), ' segunda'))
      await toldBy(async () => {
        await writeFile(at('Pacientes', 'Ana', '~salvando'), 'atômico')
        await rename(at('Pacientes', 'Ana', '~salvando'), at('Pacientes', 'Ana', 'laudo.txt'))
      })
      await toldBy(() => mkdir(at('Pacientes', 'Bia', 'Exames'), { recursive: true }))
      await toldBy(() => rename(at('Pacientes', 'Bia'), at('Pacientes', 'Beatriz')))
      await toldBy(() => writeFile(at('Pacientes', 'Beatriz', 'Exames', 'raio-x.jpg'), 'x'))
      await toldBy(() => rm(at('Pacientes', 'Beatriz'), { recursive: true }))
    })

  it('goes on after it was away, and after another folder took its place', async () => {
    const { watch: watched, covered, toldBy, until } = await follow()
    await toldBy(async () => {
      await rename(at(), path.join(root, 'guardada'))
      await watched.look()
    })
    expect(covered.at(-1)).toEqual({ kind: 'looks', code: 'SRC_101' })
    await writeFile(at(), 'um arquivo no lugar da pasta')
    await watched.look()
    expect(covered.at(-1)).toEqual({ kind: 'looks', code: 'SRC_101' })
    await rm(at())
    await rename(path.join(root, 'guardada'), at())
    await toldBy(() => watched.look())
    await until(() => covered.at(-1)?.kind === 'events')
    await toldBy(() => appendFile(at('Pacientes', 'Ana', 'laudo.txt'), ' de volta'))
    await rename(at(), path.join(root, 'antiga'))
    await mkdir(at())
    await toldBy(() => watched.look())
    await until(() => covered.at(-1)?.kind === 'events')
    await toldBy(() => writeFile(at('nova.txt'), 'nova'))
  })

  it('is silent about junk that no copy holds', async () => {
    const { changes, toldBy } = await follow()
    for (const junk of ['Thumbs.db', '~$carta.docx', 'x.tmp']) await writeFile(at('Pacientes', junk), 'lixo')
    await toldBy(() => writeFile(at('Pacientes', 'carta.docx'), 'carta'))
    expect(changes.get(FOLDER)).toBe(1)
  })

  it('tells a storm of changes a few times, and once more after a copy has begun', async () => {
    const { changes, toldBy, watch: watched } = await follow()
    for (let round = 0; round < 20; round += 1)
      await Promise.all(Array.from({ length: 100 }, (_, n) => writeFile(at('Pacientes', `${n}.txt`), String(round))))
    await toldBy(() => writeFile(at('Pacientes', 'última.txt'), 'x'))
    expect(changes.get(FOLDER) ?? 0).toBeLessThan(200)
    watched.hearAnew()
    await toldBy(() => appendFile(at('Pacientes', 'última.txt'), 'y'))
  })
})

describe('where the system does not tell', () => {
  it('says that there are too many folders, and leaves them to the look at everything', async () => {
    for (let n = 0; n < 30; n += 1) await mkdir(at('Pacientes', `p${n}`))
    const { covered, until, watch: watched } = await follow({ mostFolders: 10, isRecursive: false })
    await until(() => covered.at(-1)?.kind === 'looks')
    expect(covered.at(-1)).toEqual({ kind: 'looks', code: 'WATCH_101' })
    expect(watched.isTrusted).toBe(false)
  })

  it('watches again by itself when there is room, and says nothing while there is none', async () => {
    for (let n = 0; n < 30; n += 1) await mkdir(at('Pacientes', `p${n}`))
    let [shiftMs, tries] = [0, 0]
    const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + shiftMs }
    const hearing = async () => {
      tries += 1
      return 'all' as const
    }
    const made = await follow({ mostFolders: 10, isRecursive: false, clock, hearing })
    const { changes, covered, until, toldBy, watch: watched } = made
    await until(() => covered.at(-1)?.kind === 'looks')
    const told = { covered: covered.length, changes: changes.get(FOLDER) ?? 0 }
    const isHeard = () => covered.at(-1)?.kind === 'events'
    /** Until it was tried once more; what is being tried meanwhile comes to its end first, and may go well. */
    const tryAgain = async () => {
      for (const before = tries; tries === before && !isHeard(); shiftMs += 10 * 60_000) await watched.look()
    }
    await watched.look()
    expect(tries).toBe(1)
    await tryAgain()
    await tryAgain()
    for (let n = 0; n < 30; n += 1) await rmdir(at('Pacientes', `p${n}`))
    await tryAgain()
    await until(isHeard)
    expect(covered.slice(told.covered)).toEqual([{ kind: 'events', isTrusted: true }])
    expect(changes.get(FOLDER)).toBeGreaterThan(told.changes)
    await toldBy(() => appendFile(at('Pacientes', 'Ana', 'laudo.txt'), ' mudou'))
  })

  it('asks for every file of a small network folder, and leaves a large one to the look at everything', async () => {
    const small = await follow({ hearing: async () => 'own', pollEveryMs: 100 })
    expect(small.covered.at(-1)).toEqual({ kind: 'polling', code: 'WATCH_102' })
    await small.toldBy(() => appendFile(at('Pacientes', 'Ana', 'laudo.txt'), ' de outro computador'))
    await small.watch.close()
    for (let n = 0; n < 2001; n += 1) await writeFile(at('Pacientes', `${n}.txt`), '')
    const large = await follow({ hearing: async () => 'own' })
    expect(large.covered.at(-1)).toEqual({ kind: 'looks', code: 'WATCH_102' })
  }, 60_000)

  it('knows shares by what the system says of them', async () => {
    const on = (platform: NodeJS.Platform, place: string, type = 0) => hearingOf(place, platform, async () => type)
    expect(await on('linux', '/mnt/servidor', 0x6969)).toBe('own')
    expect(await on('linux', '/mnt/servidor', 0xff534d42 - 2 ** 32)).toBe('own')
    expect(await on('linux', '/mnt/ntfs', 0x65735546)).toBe('some')
    expect(await on('linux', '/home', 0xef53)).toBe('all')
    expect(await on('win32', '\\\\servidor\\dados')).toBe('some')
    expect(await on('win32', '\\\\?\\UNC\\servidor\\dados')).toBe('some')
    expect(await on('win32', '\\\\?\\C:\\Clínica')).toBe('all')
    expect(await on('win32', 'C:\\Clínica')).toBe('all')
  })
})

describe('a watched database', () => {
  it('tells what its program writes, not what a reader leaves behind', async () => {
    await mkdir(at('Sistema'))
    const file = at('Sistema', 'clinica.db')
    const writer = new DatabaseSync(file)
    writer.exec('pragma journal_mode = wal')
    writer.exec('create table paciente(nome text)')
    const { changes, toldBy } = await follow({}, true)
    const reader = new DatabaseSync(file, { readOnly: true })
    reader.prepare('select count(*) from paciente').get()
    reader.close()
    await toldBy(() => writeFile(at('Pacientes', 'depois.txt'), 'x'))
    expect(changes.get(DATABASE) ?? 0).toBe(0)
    await toldBy(async () => writer.exec("insert into paciente values ('Ana')"), DATABASE)
    writer.close()
  })
})
