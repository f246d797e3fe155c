import { chmod, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeWorkshop, type Workshop } from './test-support/workshop.ts'
import type { SnapshotTarget } from './types.ts'

const look = { skipUnchanged: true }

/** A database that counts how often it is dumped. */
async function makeDatabase({ folder, source }: Workshop) {
  const path = join(source, 'sistema', 'prontuario.db')
  await mkdir(join(source, 'sistema'))
  await writeFile(path, 'ao vivo')
  let dumps = 0
  const target = (text: string, isUnchanged: boolean): SnapshotTarget => ({
    kind: 'database',
    path,
    companions: [`${path}-wal`],
    isUnchanged,
    dump: async () => {
      const dumpPath = join(folder, `dump ${++dumps}`)
      await writeFile(dumpPath, text)
      return { path: dumpPath, sizeBytes: text.length, dispose: () => rm(dumpPath) }
    },
  })
  return { target, dumps: () => dumps }
}

describe('a look', () => {
  it('makes no copy of an unchanged clinic, and one of whatever changed', async () => {
    const { source, copy, vault } = await makeWorkshop()
    await mkdir(join(source, 'fotos'))
    await writeFile(join(source, 'fotos', 'antes.jpg'), 'antes')
    const first = await copy(look)
    expect(first.isUnchanged).toBe(false)
    const again = await copy(look)
    expect(again).toMatchObject({ isUnchanged: true, snapshot: { id: first.snapshot.id } })
    expect(await vault.listSnapshots()).toHaveLength(1)
    const changes = [
      () => writeFile(join(source, 'fotos', 'antes.jpg'), 'depois'),
      () => utimes(join(source, 'fotos', 'antes.jpg'), 1, 1),
      () => chmod(join(source, 'fotos', 'antes.jpg'), 0o600),
      () => symlink('antes.jpg', join(source, 'fotos', 'atalho')),
      () => mkdir(join(source, 'vazia')),
      () => rm(join(source, 'fotos'), { recursive: true }),
    ]
    for (const [number, change] of changes.entries()) {
      await change()
      expect((await copy(look)).isUnchanged, String(number)).toBe(false)
      expect((await copy(look)).isUnchanged, String(number)).toBe(true)
    }
    expect((await copy()).isUnchanged).toBe(false)
  })

  it('finds a database unchanged whose dump has the same bytes', async () => {
    const workshop = await makeWorkshop()
    const { target, dumps } = await makeDatabase(workshop)
    const targets = (text: string) => [{ kind: 'folder' as const, path: workshop.source }, target(text, false)]
    await workshop.copy({ targets: targets('cópia'), ...look })
    expect((await workshop.copy({ targets: targets('cópia'), ...look })).isUnchanged).toBe(true)
    expect((await workshop.copy({ targets: targets('outra'), ...look })).isUnchanged).toBe(false)
    expect(dumps()).toBe(3)
  })

  it('keeps the bytes of a database nobody wrote to without dumping it, and dumps it where no copy has it', async () => {
    const workshop = await makeWorkshop()
    const { target, dumps } = await makeDatabase(workshop)
    const targets = [{ kind: 'folder' as const, path: workshop.source }, target('cópia', true)]
    await workshop.copy({ targets, ...look })
    expect(dumps()).toBe(1)
    await writeFile(join(workshop.source, 'novo.txt'), 'novo')
    const outcome = await workshop.copy({ targets, ...look })
    expect(dumps()).toBe(1)
    expect(outcome).toMatchObject({ isUnchanged: false, databases: 1, skips: [] })
    const found = (await workshop.entries(outcome)).get('sistema/prontuario.db')
    expect((await workshop.content(found)).toString()).toBe('cópia')
  })
})
