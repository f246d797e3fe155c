import { lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyRestore } from './apply-restore.ts'
import { planRestore } from './plan-restore.ts'
import { file, folder, link, makeWorkshop, type Thing, type Things } from './test-support/workshop.ts'

const text = (path: string) => readFile(path, 'utf8')
const clinic: Things = [
  [
    'clínica',
    folder(
      ['atalho', link('fotos/joão.jpg')],
      ['fotos', folder(['joão.jpg', file('parte um, ', 'parte dois')], ['vazia', folder()])],
      ['vazio.txt', file()],
    ),
  ],
]

describe('a recovery', () => {
  it('brings everything back under its full path, with modes and times', async () => {
    const { save, restore, target } = await makeWorkshop()
    const outcome = await restore(await save(clinic))
    const told = { renamed: 0, plain: 0, unchanged: 0 }
    expect(outcome).toEqual({ files: 2, bytes: 20, skips: [], landed: [target], told })
    expect((await readdir(target, { recursive: true })).sort()).toEqual([
      'clínica',
      'clínica/atalho',
      'clínica/fotos',
      'clínica/fotos/joão.jpg',
      'clínica/fotos/vazia',
      'clínica/vazio.txt',
    ])
    expect(await text(join(target, 'clínica/fotos/joão.jpg'))).toBe('parte um, parte dois')
    expect(await readlink(join(target, 'clínica/atalho'))).toBe('fotos/joão.jpg')
    for (const path of ['clínica', 'clínica/fotos', 'clínica/fotos/joão.jpg', 'clínica/vazio.txt', 'clínica/atalho']) {
      const { mtimeNs } = await lstat(join(target, path), { bigint: true })
      expect(mtimeNs / 1000n, path).toBe(BigInt(Date.parse('2024-02-29T12:34:56Z')) * 1000n + 123_456n)
    }
    expect((await lstat(join(target, 'clínica'))).mode & 0o7777).toBe(0o755)
  })

  it('brings one item back by itself, and says where', async () => {
    const { save, restore, target } = await makeWorkshop()
    const include = ['/clínica/fotos/joão.jpg', 'clínica/fotos/vazia']
    const outcome = await restore(await save(clinic), { include, layout: 'flat' })
    expect(outcome).toMatchObject({ files: 1, landed: [join(target, 'joão.jpg'), join(target, 'vazia')] })
    expect((await readdir(target)).sort()).toEqual(['joão.jpg', 'vazia'])
  })

  it('brings one item back below the folders that led to it', async () => {
    const { save, restore, target } = await makeWorkshop()
    await restore(await save(clinic), { include: ['/clínica/vazio.txt'] })
    expect(await readdir(target, { recursive: true })).toEqual(['clínica', 'clínica/vazio.txt'])
  })

  it('finds names that are no text, by their bytes and by what people see', async () => {
    const { save, restore, target } = await makeWorkshop()
    const name = Buffer.from('latim-\xe9.txt', 'latin1')
    const snapshot = await save([[name, file('x')]])
    await restore(snapshot, { include: [Buffer.concat([Buffer.from('/'), name])] })
    await restore(snapshot, { include: ['latim-\\xe9.txt'] })
    const found = await readdir(target, { encoding: 'buffer' })
    expect(found.map((bytes) => bytes.toString('latin1')).sort()).toEqual(['latim-\xe9 (2).txt', 'latim-\xe9.txt'])
  })

  it('refuses a path that is not in the copy', async () => {
    const { save, restore, target } = await makeWorkshop()
    const snapshot = await save(clinic)
    await expect(restore(snapshot, { include: ['/clínica/fotos/maria.jpg'] })).rejects.toMatchObject({
      code: 'VAULT_111',
    })
    expect(await readdir(target)).toEqual([])
  })

  it('never writes over what is there', async () => {
    const { save, restore, target } = await makeWorkshop()
    await writeFile(join(target, 'joão.jpg'), 'meu')
    await mkdir(join(target, 'vazia'))
    const snapshot = await save(clinic)
    const include = ['/clínica/fotos/joão.jpg', '/clínica/fotos/vazia', '/clínica/atalho']
    const landed = ['joão (2).jpg', 'vazia (2)', 'atalho'].map((name) => join(target, name))
    expect((await restore(snapshot, { include, layout: 'flat' })).landed).toEqual(landed)
    const again = ['joão (3).jpg', 'vazia (3)', 'atalho (2)'].map((name) => join(target, name))
    expect((await restore(snapshot, { include, layout: 'flat' })).landed).toEqual(again)
    expect(await text(join(target, 'joão.jpg'))).toBe('meu')
    expect(await text(join(target, 'joão (3).jpg'))).toBe('parte um, parte dois')
  })

  it('replaces when a technician says so', async () => {
    const { save, restore, target } = await makeWorkshop()
    const snapshot = await save(clinic)
    await restore(snapshot)
    await writeFile(join(target, 'clínica/fotos/joão.jpg'), 'estragado')
    await restore(snapshot, { onConflict: 'overwrite' })
    expect(await text(join(target, 'clínica/fotos/joão.jpg'))).toBe('parte um, parte dois')
    expect(await readdir(join(target, 'clínica'))).toHaveLength(3)
  })

  it('makes hard links again, but never of files that differ', async () => {
    const { save, restore, target } = await makeWorkshop()
    const linked = (chunk: string): Thing => ({
      kind: 'file',
      chunks: [chunk],
      node: { inode: 7n, deviceId: 1n, links: 3n },
    })
    const outcome = await restore(
      await save([
        ['a', linked('mesmo')],
        ['b', linked('mesmo')],
        ['c', linked('outro')],
      ]),
    )
    expect(outcome).toMatchObject({ files: 3, bytes: 10, skips: [] })
    const inodes = await Promise.all(['a', 'b', 'c'].map(async (name) => (await lstat(join(target, name))).ino))
    expect(inodes[0]).toBe(inodes[1])
    expect(await text(join(target, 'c'))).toBe('outro')
  })

  it('passes over what cannot or need not be made, and says which', async () => {
    const { save, restore, target } = await makeWorkshop()
    const things: Things = [
      ['dispositivo', { kind: 'other', node: { type: 'chardev', mode: 2 ** 26 + 2 ** 21 + 0o600 } }],
      ['fila', { kind: 'other', node: { type: 'fifo', mode: 2 ** 25 + 0o640 } }],
      ['soquete', { kind: 'other', node: { type: 'socket', mode: 2 ** 24 + 0o600 } }],
    ]
    const { skips } = await restore(await save(things))
    expect(skips).toEqual([{ code: 'SRC_105', path: '/dispositivo' }])
    expect(await readdir(target)).toEqual(['fila'])
    const fifo = await lstat(join(target, 'fila'))
    expect([fifo.isFIFO(), fifo.mode & 0o777]).toEqual([true, 0o640])
  })

  it('puts pieces where they belong, however many files share them', async () => {
    const { save, restore, target } = await makeWorkshop()
    const piece = (at: number) => `${at}·`.repeat(1 + (at % 5) * 9_000)
    const piecesOf = (at: number) => [piece(at % 7), piece((at * 3) % 11), piece(at % 7), piece(at)]
    const things = Array.from({ length: 60 }, (_, at) => [`${at}.dat`, file(...piecesOf(at))] as const)
    const outcome = await restore(await save(things))
    expect(outcome).toMatchObject({ files: 60, skips: [] })
    let bytes = 0
    for (let at = 0; at < 60; at++) {
      const found = await text(join(target, `${at}.dat`))
      expect(found === piecesOf(at).join(''), `${at}.dat`).toBe(true)
      bytes += Buffer.byteLength(found)
    }
    expect(outcome.bytes).toBe(bytes)
  })

  it('says once that a folder could not be made, and brings the rest', async () => {
    const { save, restore, target } = await makeWorkshop()
    const long = 'p'.repeat(300)
    const snapshot = await save([
      ['boa.txt', file('boa')],
      [long, folder(['dentro.txt', file('dentro')], ['fundo', folder(['mais.txt', file('mais')])])],
      ['z.txt', file('z')],
    ])
    expect(await restore(snapshot)).toMatchObject({
      files: 2,
      bytes: 4,
      skips: [{ code: 'REST_105', path: `/${long}` }],
    })
    expect((await readdir(target)).sort()).toEqual(['boa.txt', 'z.txt'])
  })

  it('leaves no half file and no rubbish when cancelled, and can be asked again', async () => {
    const { save, vault, target } = await makeWorkshop()
    const chunk = (at: number) => String(at).repeat(2_000_000 / String(at).length)
    const snapshot = await save(
      Array.from({ length: 12 }, (_, at) => [`${at}.dat`, file(chunk(at), chunk(at + 1))] as const),
    )
    const plan = await planRestore(vault, {
      snapshot,
      include: [],
      targetFolder: target,
      layout: 'full-path',
      onConflict: 'rename',
    })
    const controller = new AbortController()
    const onProgress = ({ doneBytes }: { doneBytes: number }) => doneBytes > plan.bytes / 4 && controller.abort()
    await expect(applyRestore(vault, plan, { onProgress, signal: controller.signal })).rejects.toMatchObject({
      code: 'APP_001',
    })
    const left = await readdir(target)
    expect(left.length).toBeLessThan(12)
    for (const name of left) {
      const at = Number(name.replace('.dat', ''))
      expect(await text(join(target, name))).toBe(chunk(at) + chunk(at + 1))
    }
    expect(await applyRestore(vault, plan)).toMatchObject({ files: 12, skips: [] })
  })
})

describe('a target', () => {
  it('inside a vault is refused', async () => {
    const { save, restore, vaultFolder, folder: place } = await makeWorkshop()
    const snapshot = await save(clinic)
    await symlink(vaultFolder, join(place, 'disfarce'))
    for (const targetFolder of [vaultFolder, join(vaultFolder, 'data', 'novo'), join(place, 'disfarce', 'x')])
      await expect(restore(snapshot, { targetFolder })).rejects.toMatchObject({ code: 'REST_104' })
  })

  it('is made when it is not there', async () => {
    const { save, restore, target } = await makeWorkshop()
    const targetFolder = join(target, 'novo', 'mais novo')
    await restore(await save(clinic), { targetFolder, include: ['/clínica/vazio.txt'], layout: 'flat' })
    expect(await readdir(targetFolder)).toEqual(['vazio.txt'])
  })

  it('that is no folder and cannot become one is refused', async () => {
    const { save, restore, target } = await makeWorkshop()
    await writeFile(join(target, 'arquivo'), '')
    await symlink(join(target, 'não há', 'nada'), join(target, 'solto'))
    const snapshot = await save(clinic)
    for (const name of ['arquivo', 'arquivo/dentro', 'solto'])
      await expect(restore(snapshot, { targetFolder: join(target, name) }), name).rejects.toMatchObject({
        code: 'REST_103',
      })
  })
})
