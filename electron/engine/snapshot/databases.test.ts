import { lstatSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError, type Code } from '#shared/errors/index.ts'
import { makeWorkshop, type Workshop } from './test-support/workshop.ts'
import type { SnapshotTarget } from './types.ts'

/** A database whose program is at work: live bytes, companions, and a consistent dump elsewhere. */
async function makeDatabase({ folder, source }: Workshop, outcome: 'dumps' | Code) {
  const path = join(source, 'sistema', 'prontuario.db')
  await mkdir(join(source, 'sistema'))
  const companions = [`${path}-wal`, `${path}-shm`, `${path}-journal`]
  await writeFile(path, 'bytes ao vivo, talvez pela metade')
  await chmod(path, 0o660)
  for (const companion of companions.slice(0, 2)) await writeFile(companion, 'wal')
  await writeFile(join(source, 'sistema', 'manual.pdf'), 'pdf')
  const dumpPath = join(folder, 'dump de teste')
  const target: SnapshotTarget = {
    kind: 'database',
    path,
    companions,
    dump: async () => {
      if (outcome !== 'dumps') throw new AppError(outcome)
      await writeFile(dumpPath, 'cópia consistente')
      return { path: dumpPath, sizeBytes: 18, dispose: () => rm(dumpPath) }
    },
  }
  return { path, target, dumpPath }
}

describe('a live database in a copy', () => {
  it('stands at its own path with the bytes of the dump and the looks of the live file', async () => {
    const workshop = await makeWorkshop()
    const { target, dumpPath, path } = await makeDatabase(workshop, 'dumps')
    const outcome = await workshop.copy({ targets: [{ kind: 'folder', path: workshop.source }, target] })
    expect(outcome).toMatchObject({ databases: 1, skips: [] })
    const found = await workshop.entries(outcome)
    expect([...found.keys()]).toEqual(['sistema', 'sistema/manual.pdf', 'sistema/prontuario.db'])
    const database = found.get('sistema/prontuario.db')
    expect((await workshop.content(database)).toString()).toBe('cópia consistente')
    expect(database?.node.mode).toBe(0o660)
    expect(database?.node.inode).toBeUndefined()
    expect(Date.parse(database?.node.mtime ?? '')).toBeGreaterThanOrEqual(Math.floor(lstatSync(path).mtimeMs))
    await expect(readFile(dumpPath)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(outcome.snapshot.paths).toEqual([workshop.source, path])
  })

  it('is copied alone, too, without its neighbours', async () => {
    const workshop = await makeWorkshop()
    const { target } = await makeDatabase(workshop, 'dumps')
    const found = await workshop.entries(await workshop.copy({ targets: [target] }))
    expect([...found.keys()]).toEqual(['sistema', 'sistema/prontuario.db'])
  })

  it('is left out, never copied raw, when it cannot be had; the rest is copied', async () => {
    const workshop = await makeWorkshop()
    const { target, path } = await makeDatabase(workshop, 'DB_102')
    const outcome = await workshop.copy({ targets: [{ kind: 'folder', path: workshop.source }, target] })
    expect(outcome.skips).toEqual([{ code: 'DB_102', path }])
    expect([...(await workshop.entries(outcome)).keys()]).toEqual(['sistema', 'sistema/manual.pdf'])
  })

  it('ends the work with its code when it is the only thing asked for', async () => {
    const workshop = await makeWorkshop()
    const { target } = await makeDatabase(workshop, 'DB_101')
    await expect(workshop.copy({ targets: [target] })).rejects.toMatchObject({ code: 'DB_101' })
    expect(await workshop.vault.listSnapshots()).toEqual([])
  })

  it('is dumped before any folder is read', async () => {
    const workshop = await makeWorkshop()
    const { target } = await makeDatabase(workshop, 'dumps')
    const phases: string[] = []
    await workshop.copy({
      targets: [{ kind: 'folder', path: workshop.source }, target],
      onProgress: ({ phase }) => phases.at(-1) !== phase && phases.push(phase),
    })
    expect(phases).toEqual(['preparing', 'database', 'reading', 'finishing'])
  })
})
