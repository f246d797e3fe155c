import { mkdir, readdir, readFile, readlink, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { openVault } from '#engine/vault/index.ts'
import { planRestore } from './plan-restore.ts'
import { numberedName, safeName } from './safe-name.ts'
import { file, folder, link, makeWorkshop, type Things } from './test-support/workshop.ts'

describe('a hostile copy', () => {
  it.each(['../fora.txt', '..', '.', '/etc/fora', 'a/b', 'nulo\0.txt'])(
    'cannot write outside with a file called %j',
    async (name) => {
      const { save, restore, target, folder: place } = await makeWorkshop()
      const before = (await readdir(place)).sort()
      const things: Things = [
        ['boa.txt', file('boa')],
        [name, file('má')],
      ]
      const { skips, files } = await restore(await save(things))
      expect([files, skips.map(({ code }) => code)]).toEqual([1, ['REST_101']])
      expect((await readdir(place)).sort()).toEqual(before)
      expect(await readdir(target)).toEqual(['boa.txt'])
    },
  )

  it('cannot write outside with a folder called ..', async () => {
    const { save, restore, target, folder: place } = await makeWorkshop()
    const snapshot = await save([['..', folder(['fora.txt', file('má')])]])
    expect((await restore(snapshot)).skips).toEqual([{ code: 'REST_101', path: '/..' }])
    expect(await readdir(target)).toEqual([])
    expect(await readdir(place)).not.toContain('fora.txt')
  })

  it.each(['rename', 'overwrite'] as const)(
    'cannot send later files through a link it brought (%s)',
    async (onConflict) => {
      const { save, restore, target, folder: place } = await makeWorkshop()
      const outside = join(place, 'fora')
      await mkdir(outside)
      const snapshot = await save([
        ['fotos', link(outside)],
        ['fotos', folder(['má.txt', file('má')])],
      ])
      await restore(snapshot, { onConflict })
      expect(await readdir(outside)).toEqual([])
      // Nor through one that was there before.
      await rm(target, { recursive: true })
      await mkdir(target)
      const honest = await save([['fotos', folder(['boa.txt', file('boa')])]])
      await restore(await save([['fotos', link(outside)]]))
      expect(await readlink(join(target, 'fotos'))).toBe(outside)
      const { skips } = await restore(honest, { onConflict })
      expect(skips).toEqual([])
      expect(await readdir(outside)).toEqual([])
      const where = onConflict === 'rename' ? 'fotos (2)' : 'fotos'
      expect(await readFile(join(target, where, 'boa.txt'), 'utf8')).toBe('boa')
    },
  )

  it('cannot overwrite a file outside through a link with its name', async () => {
    const { save, restore, target, folder: place } = await makeWorkshop()
    const outside = join(place, 'importante.txt')
    await writeFile(outside, 'importante')
    await restore(await save([['a.txt', link(outside)]]))
    for (const onConflict of ['rename', 'overwrite'] as const)
      await restore(await save([['a.txt', file('má')]]), { onConflict })
    expect(await readFile(outside, 'utf8')).toBe('importante')
    expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('má')
    expect(await readFile(join(target, 'a (2).txt'), 'utf8')).toBe('má')
  })

  it('that lies about a size gives no file of another size', async () => {
    const { save, restore, target } = await makeWorkshop()
    const snapshot = await save([
      ['certa.txt', file('certa')],
      ['curta.txt', { kind: 'file', chunks: ['mais curta'], node: { sizeBytes: 3n } }],
    ])
    expect((await restore(snapshot)).skips).toEqual([{ code: 'VAULT_105', path: '/curta.txt' }])
    expect(await readdir(target)).toEqual(['certa.txt'])
  })
})

describe('a damaged vault', () => {
  it('gives back everything but the damaged file, and says which it is', async () => {
    const { save, vaultFolder, target } = await makeWorkshop()
    const snapshot = await save([['a.txt', file('íntegro')]])
    const packsBefore = await packsOf(vaultFolder)
    const second = await save([
      ['a.txt', file('íntegro')],
      ['pasta', folder(['b.txt', file('estragado depois')])],
    ])
    const damaged = await Promise.all(
      (await packsOf(vaultFolder))
        .filter((path) => !packsBefore.includes(path))
        .map(async (path) => ({ path, size: (await stat(path)).size })),
    )
    // The smallest new pack holds the one new piece of data; the other holds folders.
    const data = damaged.sort((left, right) => left.size - right.size)[0]
    await truncate(data?.path ?? '', 20)
    const vault = await openVault(localBackend(vaultFolder), 'chave da máquina')
    const { applyRestore } = await import('./apply-restore.ts')
    const request = {
      snapshot: second,
      include: [],
      targetFolder: target,
      layout: 'full-path',
      onConflict: 'rename',
    } as const
    const outcome = await applyRestore(vault, await planRestore(vault, request))
    await vault.close()
    expect(outcome).toMatchObject({ files: 1, skips: [{ code: 'VAULT_105', path: '/pasta/b.txt' }] })
    expect((await readdir(target, { recursive: true })).sort()).toEqual(['a.txt', 'pasta'])
    expect(snapshot.tree).not.toBe(second.tree)
  })
})

async function packsOf(vaultFolder: string): Promise<string[]> {
  const data = join(vaultFolder, 'data')
  const entries = await readdir(data, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('a name', () => {
  const onWindows = (name: string | Uint8Array) => Buffer.from(safeName(Buffer.from(name), 'win32') ?? '').toString()

  it.each([
    ['12:30.jpg', '12_30.jpg'],
    ['..\\..\\Windows', '.._.._Windows'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['Lpt1.pdf', '_Lpt1.pdf'],
    ['console.txt', 'console.txt'],
    ['nota.', 'nota_'],
    ['nota ', 'nota_'],
    ['linha\nnova', 'linha_nova'],
    ['a?b*c"d<e>f|g', 'a_b_c_d_e_f_g'],
    ['prontuário 😀.txt', 'prontuário 😀.txt'],
  ])('%j becomes %j on Windows', (name, expected) => expect(onWindows(name)).toBe(expected))

  it('that is no text gets one that shows its bytes on Windows', () => {
    expect(onWindows(Buffer.from('latim-\xe9.txt', 'latin1'))).toBe('latim-_xe9.txt')
  })

  it('with a number stays within what a folder can hold', () => {
    const long = Buffer.from(`${'é'.repeat(125)}.jpg`)
    const numbered = Buffer.from(numberedName(long, 2, false))
    expect(numbered.length).toBeLessThanOrEqual(255)
    expect(numbered.toString()).toMatch(/^é+ \(2\)\.jpg$/)
    expect(Buffer.from(numberedName(Buffer.from('.bashrc'), 2, false)).toString()).toBe('.bashrc (2)')
    expect(Buffer.from(numberedName(Buffer.from('v1.2'), 2, true)).toString()).toBe('v1.2 (2)')
  })
})
